//! When and how often a lost subscription is opened again.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use api_core::EventId;

use crate::backoff::Backoff;

/// What happens when a subscription is lost.
///
/// ```
/// use api_client::ResumePolicy;
///
/// let policy = ResumePolicy::default().attempts(Some(10)).on_reconnect(|reconnected| {
///     if reconnected.resumed_from.is_none() {
///         eprintln!("{}: events may be missing", reconnected.endpoint);
///     }
/// });
/// # let _ = policy;
/// ```
#[derive(Clone)]
pub struct ResumePolicy {
    pub(super) attempts: Option<u32>,
    pub(super) backoff: Backoff,
    pub(super) longest_retry_after: Duration,
    pub(super) steady_after: Option<Duration>,
    /// Whether 408 and 429 pass by themselves, without saying when.
    pub(super) waits_for_clients: bool,
    observer: Option<Observer>,
}

type Observer = Arc<dyn Fn(&Reconnected) + Send + Sync>;

/// A subscription was lost and is open again.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reconnected {
    /// The endpoint's name.
    pub endpoint: &'static str,
    /// The last event seen, after which the server was asked to go on; none where the subscription began anew: there is a gap.
    pub resumed_from: Option<EventId>,
    /// How many attempts it took.
    pub attempts: u32,
}

impl ResumePolicy {
    /// Opens nothing again: a lost connection is a failure, an end the end.
    pub fn off() -> Self {
        Self::default().attempts(Some(0))
    }

    /// The rules of Pusher's JavaScript client: after a lost connection, a 5xx, or anything with `Retry-After`; with pauses of 2, 4 and then
    /// always 5 seconds, for ever, whatever happens in between. A `Retry-After` of more than an hour is a no.
    pub fn platform() -> Self {
        let backoff = Backoff::exponential(Duration::from_secs(2), Duration::from_secs(5)).without_jitter();
        let longest_retry_after = Duration::from_secs(60 * 60);
        Self {
            attempts: None,
            backoff,
            longest_retry_after,
            steady_after: None,
            waits_for_clients: false,
            observer: None,
        }
    }

    /// Gives up after so many attempts in a row; without a number never. 10 by default.
    #[must_use]
    pub fn attempts(mut self, attempts: Option<u32>) -> Self {
        self.attempts = attempts;
        self
    }

    /// Pauses so where the server does not say how long.
    #[must_use]
    pub fn backoff(mut self, backoff: Backoff) -> Self {
        self.backoff = backoff;
        self
    }

    /// Takes a `Retry-After` of more than this for a no; 5 minutes by default.
    #[must_use]
    pub fn longest_retry_after(mut self, limit: Duration) -> Self {
        self.longest_retry_after = limit;
        self
    }

    /// Calls this each time a subscription is open again, before its events are read.
    #[must_use]
    pub fn on_reconnect(mut self, observer: impl Fn(&Reconnected) + Send + Sync + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    pub(super) fn is_off(&self) -> bool {
        self.attempts == Some(0)
    }

    pub(super) fn observe(&self, reconnected: &Reconnected) {
        if let Some(observer) = &self.observer {
            observer(reconnected);
        }
    }
}

impl Default for ResumePolicy {
    /// Ten attempts in a row with growing, random pauses of half a second to 30 seconds. Counting starts over when an event came or the
    /// stream was open for 30 seconds.
    fn default() -> Self {
        Self {
            attempts: Some(10),
            backoff: Backoff::exponential(Duration::from_millis(500), Duration::from_secs(30)),
            longest_retry_after: Duration::from_secs(300),
            steady_after: Some(Duration::from_secs(30)),
            waits_for_clients: true,
            observer: None,
        }
    }
}

impl fmt::Debug for ResumePolicy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ResumePolicy")
            .field("attempts", &self.attempts)
            .field("backoff", &self.backoff)
            .finish_non_exhaustive()
    }
}
