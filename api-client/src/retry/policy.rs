//! How often, how long and how patiently a request is repeated.

use std::time::Duration;

use crate::backoff::Backoff;

/// Bounds on repeating a request.
///
/// ```
/// use std::time::Duration;
/// use api_client::{Backoff, RetryPolicy};
///
/// let policy = RetryPolicy::default()
///     .attempts(5)
///     .budget(Duration::from_secs(60))
///     .backoff(Backoff::exponential(Duration::from_millis(50), Duration::from_secs(2)));
/// # let _ = policy;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    pub(super) attempts: u32,
    pub(super) budget: Duration,
    pub(super) longest_retry_after: Duration,
    pub(super) backoff: Backoff,
    pub(super) safe_only: bool,
    pub(super) trusts_retry_after: bool,
}

impl RetryPolicy {
    /// Sends every request once.
    pub fn never() -> Self {
        Self::default().attempts(1)
    }

    /// What is recommended for clients of Pusher's platform: after trouble of its own choosing, only what changes nothing is repeated, and
    /// whatever names its pause is repeated after it.
    pub fn platform() -> Self {
        Self::default().safe_only().trust_retry_after()
    }

    /// Repeats after trouble only what changes nothing (RFC 9110 §9.2.1); otherwise also `PUT` and `DELETE`, which may change things once.
    #[must_use]
    pub const fn safe_only(mut self) -> Self {
        self.safe_only = true;
        self
    }

    /// Takes every 429 and 5xx with `Retry-After` for a promise that nothing was done, and repeats any request; otherwise 429 and 503 alone.
    #[must_use]
    pub const fn trust_retry_after(mut self) -> Self {
        self.trusts_retry_after = true;
        self
    }

    /// Sends a request at most so often, the first time counted; 3 by default.
    #[must_use]
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Begins no attempt later than this after the first; 30 seconds by default.
    #[must_use]
    pub const fn budget(mut self, budget: Duration) -> Self {
        self.budget = budget;
        self
    }

    /// Takes a `Retry-After` of more than this for a no; 30 seconds by default.
    #[must_use]
    pub const fn longest_retry_after(mut self, limit: Duration) -> Self {
        self.longest_retry_after = limit;
        self
    }

    /// Pauses so where the server does not say how long.
    #[must_use]
    pub const fn backoff(mut self, backoff: Backoff) -> Self {
        self.backoff = backoff;
        self
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        let (budget, longest_retry_after) = (Duration::from_secs(30), Duration::from_secs(30));
        let backoff = Backoff::default();
        Self { attempts: 3, budget, longest_retry_after, backoff, safe_only: false, trusts_retry_after: false }
    }
}
