//! The retry policy: which requests are repeated, how often and how long.

use std::time::Duration;

use crate::backoff::Backoff;

/// The policy for repeating failed requests.
///
/// ```
/// use std::time::Duration;
/// use api_client::{Backoff, RetryPolicy};
///
/// let policy = RetryPolicy::default()
///     .attempts(5)
///     .budget(Duration::from_mins(1))
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
    /// Creates a policy that sends every request once.
    pub fn never() -> Self {
        Self::default().attempts(1)
    }

    /// Creates the policy recommended for clients of Pusher's platform: [`safe_only`](Self::safe_only) and
    /// [`trust_retry_after`](Self::trust_retry_after).
    pub fn platform() -> Self {
        Self::default().safe_only().trust_retry_after()
    }

    /// Repeats only safe requests (RFC 9110 §9.2.1) after failures without `Retry-After`. Default: all idempotent
    /// requests, which include `PUT` and `DELETE`.
    #[must_use]
    pub const fn safe_only(mut self) -> Self {
        self.safe_only = true;
        self
    }

    /// Treats every 5xx with `Retry-After` as a statement that the request was not processed, and repeats any request
    /// after it. Default: only 429 and 503.
    #[must_use]
    pub const fn trust_retry_after(mut self) -> Self {
        self.trusts_retry_after = true;
        self
    }

    /// Sets the maximum number of attempts, including the first. Default: 3.
    #[must_use]
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets the time after which no further attempt starts, counted from the first. Default: 30 s.
    #[must_use]
    pub const fn budget(mut self, budget: Duration) -> Self {
        self.budget = budget;
        self
    }

    /// Sets the longest `Retry-After` that is waited for; after a longer one the request is not repeated. Default: 30
    /// s.
    #[must_use]
    pub const fn longest_retry_after(mut self, limit: Duration) -> Self {
        self.longest_retry_after = limit;
        self
    }

    /// Sets the pauses after failures without `Retry-After`.
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
