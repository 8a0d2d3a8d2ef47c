//! The state machine of a cached token. It uses no clock and does no I/O.

use std::time::{Duration, Instant};

use http::HeaderValue;

/// The state of one cached token. `J` is the handle with which a caller joins a fetch in progress.
#[derive(Debug)]
pub(super) struct TokenCache<J> {
    state: State<J>,
    leeway: Duration,
    /// Number of the latest fetch. Results of earlier fetches are ignored.
    fetches: u64,
}

#[derive(Debug)]
enum State<J> {
    Empty,
    Fetching(J),
    Held { value: HeaderValue, until: Option<Instant> },
}

/// The next action of a caller that needs a token.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step<J> {
    /// Use this value.
    Use(HeaderValue),
    /// Wait for the fetch in progress.
    Join(J),
    /// Start a fetch. Other callers join it.
    Fetch(FetchNumber, J),
}

/// The number of a fetch, which its result is reported with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FetchNumber(u64);

impl<J: Clone> TokenCache<J> {
    pub(super) fn new() -> Self {
        Self { state: State::Empty, leeway: Duration::ZERO, fetches: 0 }
    }

    pub(super) fn set_leeway(&mut self, leeway: Duration) {
        self.leeway = leeway;
    }

    /// Returns the next action of a caller; `begin` creates the handle of a fetch that starts now.
    pub(super) fn next(&mut self, now: Instant, begin: impl FnOnce() -> J) -> Step<J> {
        if let Some(value) = self.held(now) {
            return Step::Use(value.clone());
        }
        match &self.state {
            State::Fetching(join) => Step::Join(join.clone()),
            State::Held { .. } | State::Empty => {
                let join = begin();
                self.fetches += 1;
                self.state = State::Fetching(join.clone());
                Step::Fetch(FetchNumber(self.fetches), join)
            }
        }
    }

    /// Returns the value of a token that has not expired.
    pub(super) fn held(&self, now: Instant) -> Option<&HeaderValue> {
        match &self.state {
            State::Held { value, until } if until.is_none_or(|until| now < until) => Some(value),
            _ => None,
        }
    }

    /// Stores the token of a fetch with its lifetime.
    pub(super) fn fetched(&mut self, fetch: FetchNumber, now: Instant, value: HeaderValue, lasts: Option<Duration>) {
        if self.is_current(fetch) {
            // A lifetime that overflows the clock never ends.
            let until = lasts.and_then(|lasts| now.checked_add(lasts.saturating_sub(self.leeway)));
            self.state = State::Held { value, until };
        }
    }

    /// Records that a fetch failed or was dropped. The next caller starts another.
    pub(super) fn failed(&mut self, fetch: FetchNumber) {
        if self.is_current(fetch) {
            self.state = State::Empty;
        }
    }

    /// Drops the token that a server refused. A newer token is kept.
    pub(super) fn refused(&mut self, refused: &HeaderValue) {
        if matches!(&self.state, State::Held { value, .. } if value == refused) {
            self.state = State::Empty;
        }
    }

    /// Drops the token, and ignores the result of a fetch in progress.
    pub(super) fn clear(&mut self) {
        self.state = State::Empty;
    }

    fn is_current(&self, fetch: FetchNumber) -> bool {
        fetch.0 == self.fetches && matches!(self.state, State::Fetching(_))
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use http::HeaderValue;

    use super::{FetchNumber, Step, TokenCache};

    fn value(text: &'static str) -> HeaderValue {
        HeaderValue::from_static(text)
    }

    fn fetch(cache: &mut TokenCache<u8>, now: Instant) -> FetchNumber {
        match cache.next(now, || 1) {
            Step::Fetch(number, _) => number,
            other => panic!("expected a fetch, not {other:?}"),
        }
    }

    #[test]
    fn the_first_caller_fetches_and_the_others_join() {
        let (mut cache, now) = (TokenCache::new(), Instant::now());
        let number = fetch(&mut cache, now);
        assert_eq!(cache.next(now, || 2), Step::Join(1));
        cache.fetched(number, now, value("a"), None);
        assert_eq!(cache.next(now, || 3), Step::Use(value("a")));
    }

    #[test]
    fn a_token_is_used_until_its_leeway_begins() {
        let (mut cache, now) = (TokenCache::new(), Instant::now());
        cache.set_leeway(Duration::from_secs(10));
        let number = fetch(&mut cache, now);
        cache.fetched(number, now, value("a"), Some(Duration::from_mins(1)));
        assert_eq!(cache.next(now + Duration::from_secs(49), || 2), Step::Use(value("a")));
        assert!(matches!(cache.next(now + Duration::from_secs(50), || 3), Step::Fetch(_, 3)));
    }

    #[test]
    fn after_a_failed_fetch_the_next_caller_fetches() {
        let (mut cache, now) = (TokenCache::new(), Instant::now());
        let number = fetch(&mut cache, now);
        cache.failed(number);
        fetch(&mut cache, now);
    }

    #[test]
    fn a_refusal_drops_the_refused_value_only() {
        let (mut cache, now) = (TokenCache::new(), Instant::now());
        let number = fetch(&mut cache, now);
        cache.fetched(number, now, value("new"), None);
        cache.refused(&value("old"));
        assert_eq!(cache.next(now, || 2), Step::Use(value("new")));
        cache.refused(&value("new"));
        fetch(&mut cache, now);
    }

    #[test]
    fn the_result_of_a_cleared_fetch_is_ignored() {
        let (mut cache, now) = (TokenCache::new(), Instant::now());
        let stale = fetch(&mut cache, now);
        cache.clear();
        let current = fetch(&mut cache, now);
        cache.fetched(stale, now, value("of the previous user"), None);
        assert_eq!(cache.next(now, || 2), Step::Join(1));
        cache.fetched(current, now, value("a"), None);
        assert_eq!(cache.next(now, || 3), Step::Use(value("a")));
    }
}
