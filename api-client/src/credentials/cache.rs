//! What is known of a token at a moment, and what is to be done about it: no clock of its own, no input or output.

use std::time::{Duration, Instant};

use http::HeaderValue;

/// The state of one cached token; `J` is how one joins a fetch that is under way.
#[derive(Debug)]
pub(super) struct TokenCache<J> {
    state: State<J>,
    leeway: Duration,
    /// Tells a fetch from a later one, whose place an earlier must not take.
    fetches: u64,
}

#[derive(Debug)]
enum State<J> {
    Empty,
    Fetching(J),
    Held { value: HeaderValue, until: Option<Instant> },
}

/// What someone who needs a token does.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step<J> {
    /// Use this value.
    Use(HeaderValue),
    /// Wait for the fetch that is under way.
    Join(J),
    /// Fetch one; everybody else waits for it.
    Fetch(FetchNumber, J),
}

/// Which fetch a result belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FetchNumber(u64);

impl<J: Clone> TokenCache<J> {
    pub(super) fn new() -> Self {
        Self { state: State::Empty, leeway: Duration::ZERO, fetches: 0 }
    }

    pub(super) fn set_leeway(&mut self, leeway: Duration) {
        self.leeway = leeway;
    }

    /// Decides; `begin` makes the handle of a fetch that begins now.
    pub(super) fn next(&mut self, now: Instant, begin: impl FnOnce() -> J) -> Step<J> {
        match &self.state {
            State::Held { value, until } if until.is_none_or(|until| now < until) => Step::Use(value.clone()),
            State::Fetching(join) => Step::Join(join.clone()),
            State::Held { .. } | State::Empty => {
                let join = begin();
                self.fetches += 1;
                self.state = State::Fetching(join.clone());
                Step::Fetch(FetchNumber(self.fetches), join)
            }
        }
    }

    /// A fetch gave a token that lasts so long.
    pub(super) fn fetched(&mut self, fetch: FetchNumber, now: Instant, value: HeaderValue, lasts: Option<Duration>) {
        if self.is_current(fetch) {
            // A lifetime beyond what the clock can count is no end.
            let until = lasts.and_then(|lasts| now.checked_add(lasts.saturating_sub(self.leeway)));
            self.state = State::Held { value, until };
        }
    }

    /// A fetch failed or was dropped: the next one who needs a token tries anew.
    pub(super) fn failed(&mut self, fetch: FetchNumber) {
        if self.is_current(fetch) {
            self.state = State::Empty;
        }
    }

    /// A server refused this value. A newer one stays.
    pub(super) fn refused(&mut self, refused: &HeaderValue) {
        if matches!(&self.state, State::Held { value, .. } if value == refused) {
            self.state = State::Empty;
        }
    }

    /// Forgets everything, also what a fetch under way will bring.
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
    fn one_fetches_and_the_others_join() {
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
        cache.fetched(number, now, value("a"), Some(Duration::from_secs(60)));
        assert_eq!(cache.next(now + Duration::from_secs(49), || 2), Step::Use(value("a")));
        assert!(matches!(cache.next(now + Duration::from_secs(50), || 3), Step::Fetch(_, 3)));
    }

    #[test]
    fn after_a_failure_the_next_one_tries_anew() {
        let (mut cache, now) = (TokenCache::new(), Instant::now());
        let number = fetch(&mut cache, now);
        cache.failed(number);
        fetch(&mut cache, now);
    }

    #[test]
    fn only_the_refused_value_is_dropped() {
        let (mut cache, now) = (TokenCache::new(), Instant::now());
        let number = fetch(&mut cache, now);
        cache.fetched(number, now, value("new"), None);
        cache.refused(&value("old"));
        assert_eq!(cache.next(now, || 2), Step::Use(value("new")));
        cache.refused(&value("new"));
        fetch(&mut cache, now);
    }

    #[test]
    fn a_fetch_that_was_forgotten_brings_nothing() {
        let (mut cache, now) = (TokenCache::new(), Instant::now());
        let stale = fetch(&mut cache, now);
        cache.clear();
        let current = fetch(&mut cache, now);
        cache.fetched(stale, now, value("of the user before"), None);
        assert_eq!(cache.next(now, || 2), Step::Join(1));
        cache.fetched(current, now, value("a"), None);
        assert_eq!(cache.next(now, || 3), Step::Use(value("a")));
    }
}
