//! Decides whether and when a failed request is repeated. It uses no clock and does no I/O.

use std::time::Duration;

use http::StatusCode;

use crate::backoff::Jitter;

use super::RetryPolicy;

/// A temporary failure of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// No response: whether the server processed the request is unknown.
    Network,
    /// An error response.
    Answered { status: StatusCode, retry_after: Option<Duration> },
}

/// The decision after a failed attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decision {
    GiveUp,
    RepeatAfter(Duration),
}

/// The attempts of one request.
#[derive(Debug)]
pub(super) struct Attempts<'p> {
    policy: &'p RetryPolicy,
    repeatable: bool,
    failed: u32,
}

impl Trouble {
    /// Returns whether the response states that the request was not processed. Only then may a request be repeated that
    /// must not take effect twice.
    fn was_refused_unprocessed(self, policy: &RetryPolicy) -> bool {
        let Self::Answered { status, retry_after: Some(_) } = self else { return false };
        match status {
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => true,
            _ => policy.trusts_retry_after && status.is_server_error(),
        }
    }
}

impl<'p> Attempts<'p> {
    /// Creates the count of one request's attempts; `repeatable`: whether the request may be
    /// repeated after it was possibly processed.
    pub(super) fn new(policy: &'p RetryPolicy, repeatable: bool) -> Self {
        Self { policy, repeatable, failed: 0 }
    }

    /// Decides after a failed attempt; `elapsed` is the time since the start of the first one.
    pub(super) fn decide(&mut self, trouble: Trouble, elapsed: Duration, jitter: &mut Jitter) -> Decision {
        self.failed += 1;
        if self.failed >= self.policy.attempts || !(self.repeatable || trouble.was_refused_unprocessed(self.policy)) {
            return Decision::GiveUp;
        }
        let named = match trouble {
            Trouble::Answered { retry_after, .. } => retry_after.unwrap_or_default(),
            Trouble::Network => Duration::ZERO,
        };
        if named > self.policy.longest_retry_after {
            return Decision::GiveUp;
        }
        // Whatever the server says, repeats are not faster than the back-off.
        let pause = self.policy.backoff.pause(self.failed, jitter).max(named);
        if elapsed.saturating_add(pause) > self.policy.budget {
            return Decision::GiveUp;
        }
        Decision::RepeatAfter(pause)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::StatusCode;

    use super::{Attempts, Decision, Trouble};
    use crate::backoff::{Backoff, Jitter};
    use crate::retry::RetryPolicy;

    const SECOND: Duration = Duration::from_secs(1);

    fn policy() -> RetryPolicy {
        RetryPolicy::default().backoff(Backoff::exponential(SECOND, SECOND * 4).without_jitter())
    }

    fn answered(status: StatusCode, retry_after: Option<u64>) -> Trouble {
        Trouble::Answered { status, retry_after: retry_after.map(Duration::from_secs) }
    }

    #[test]
    fn decisions_by_failure_and_idempotency() {
        let again = |seconds| Decision::RepeatAfter(Duration::from_secs(seconds));
        let (busy, down, broken) =
            (StatusCode::TOO_MANY_REQUESTS, StatusCode::SERVICE_UNAVAILABLE, StatusCode::BAD_GATEWAY);
        let table = [
            (Trouble::Network, again(1), Decision::GiveUp),
            (answered(broken, None), again(1), Decision::GiveUp),
            (answered(broken, Some(5)), again(5), Decision::GiveUp),
            (answered(busy, None), again(1), Decision::GiveUp),
            (answered(busy, Some(5)), again(5), again(5)),
            (answered(down, Some(0)), again(1), again(1)),
            (answered(down, Some(31)), Decision::GiveUp, Decision::GiveUp),
        ];
        for (trouble, idempotent, other) in table {
            for (is_idempotent, expected) in [(true, idempotent), (false, other)] {
                let decision =
                    Attempts::new(&policy(), is_idempotent).decide(trouble, Duration::ZERO, &mut Jitter::seeded(1));
                assert_eq!(decision, expected, "{trouble:?}, idempotent: {is_idempotent}");
            }
        }
    }

    #[test]
    fn a_policy_can_trust_retry_after_of_every_5xx() {
        let policy = policy().trust_retry_after();
        let (broken, lost) = (StatusCode::BAD_GATEWAY, StatusCode::NOT_FOUND);
        let decide = |trouble| Attempts::new(&policy, false).decide(trouble, Duration::ZERO, &mut Jitter::seeded(1));
        assert_eq!(decide(answered(broken, Some(5))), Decision::RepeatAfter(SECOND * 5));
        for trouble in [answered(broken, None), answered(broken, Some(31)), answered(lost, Some(5)), Trouble::Network] {
            assert_eq!(decide(trouble), Decision::GiveUp, "{trouble:?}");
        }
    }

    #[test]
    fn attempts_are_counted_and_pauses_grow() {
        let policy = policy().attempts(4);
        let mut attempts = Attempts::new(&policy, true);
        let decisions = [(); 4].map(|()| attempts.decide(Trouble::Network, Duration::ZERO, &mut Jitter::seeded(1)));
        let [one, two, four] = [1, 2, 4].map(|seconds| Decision::RepeatAfter(Duration::from_secs(seconds)));
        assert_eq!(decisions, [one, two, four, Decision::GiveUp]);
    }

    #[test]
    fn no_attempt_starts_after_the_budget() {
        let policy = policy().budget(SECOND * 3);
        for (elapsed, expected) in [(2, Decision::RepeatAfter(SECOND)), (3, Decision::GiveUp)] {
            let mut attempts = Attempts::new(&policy, true);
            let decision = attempts.decide(Trouble::Network, Duration::from_secs(elapsed), &mut Jitter::seeded(1));
            assert_eq!(decision, expected);
        }
    }
}
