//! When and how often a lost subscription is opened again.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use api_core::EventId;

use crate::backoff::Backoff;

/// The policy for lost subscriptions.
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
    /// Whether 408 and 429 without `Retry-After` count as temporary.
    pub(super) retries_408_and_429: bool,
    observer: Option<Observer>,
}

type Observer = Arc<dyn Fn(&Reconnected) + Send + Sync>;

/// The event of a subscription that was lost and reopened.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reconnected {
    /// The name of the endpoint.
    pub endpoint: &'static str,
    /// The last event received, after which the subscription resumed. `None` if the subscription started again, so that
    /// events may be missing.
    pub resumed_from: Option<EventId>,
    /// The number of attempts needed.
    pub attempts: u32,
}

impl ResumePolicy {
    /// Creates a policy that reopens nothing: a lost connection is a failure, and every end is passed to the reader.
    pub fn off() -> Self {
        Self::default().attempts(Some(0))
    }

    /// Creates a policy with the rules of Pusher's JavaScript client. It reopens after a lost connection, a 5xx, or any
    /// status with `Retry-After`. The pauses are 2 s, 4 s and then always 5 s, without a limit of attempts and without
    /// ever starting over. A `Retry-After` of more than an hour is final.
    pub fn platform() -> Self {
        let backoff = Backoff::exponential(Duration::from_secs(2), Duration::from_secs(5)).without_jitter();
        let longest_retry_after = Duration::from_hours(1);
        Self {
            attempts: None,
            backoff,
            longest_retry_after,
            steady_after: None,
            retries_408_and_429: false,
            observer: None,
        }
    }

    /// Sets the maximum number of consecutive attempts; `None` means no limit. Default: 10.
    #[must_use]
    pub fn attempts(mut self, attempts: Option<u32>) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets the pauses after responses without `Retry-After`.
    #[must_use]
    pub fn backoff(mut self, backoff: Backoff) -> Self {
        self.backoff = backoff;
        self
    }

    /// Sets the longest `Retry-After` that is waited for; a longer one is final. Default: 5 min.
    #[must_use]
    pub fn longest_retry_after(mut self, limit: Duration) -> Self {
        self.longest_retry_after = limit;
        self
    }

    /// Sets a function that is called each time a subscription was reopened, before its events are read.
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
    /// Allows ten consecutive attempts with random, doubling pauses of 0.5 s to 30 s. The count starts over after an
    /// event or after the stream was open for 30 s.
    fn default() -> Self {
        Self {
            attempts: Some(10),
            backoff: Backoff::exponential(Duration::from_millis(500), Duration::from_secs(30)),
            longest_retry_after: Duration::from_mins(5),
            steady_after: Some(Duration::from_secs(30)),
            retries_408_and_429: true,
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
