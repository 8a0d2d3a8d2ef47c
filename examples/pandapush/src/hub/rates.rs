//! How much a key may publish.

use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use governor::clock::{Clock as _, MonotonicClock};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::access::Key;

/// The rates of all keys. A key is remembered only while it publishes: see [`KeyRates::forget`].
#[derive(Debug)]
pub(super) struct KeyRates(Option<Limiter>);

type Limiter = RateLimiter<String, DashMapStateStore<String>, MonotonicClock, NoOpMiddleware<Instant>>;

impl KeyRates {
    /// Allows each key so many publications in a second, in bursts of as many. `None` is no bound.
    pub(super) fn new(rate: Option<NonZeroU32>) -> Self {
        Self(rate.map(|rate| RateLimiter::dashmap_with_clock(Quota::per_second(rate), MonotonicClock)))
    }

    /// Counts one publication. Returns the time to wait if it is one too many.
    pub(super) fn check(&self, key: &Key) -> Result<(), Duration> {
        let Some(limiter) = &self.0 else { return Ok(()) };
        limiter.check_key(&key.id).map_err(|early| early.wait_time_from(MonotonicClock.now()))
    }

    /// Forgets the keys that have not published for so long that they may do anything again.
    pub(super) fn forget(&self) {
        if let Some(limiter) = &self.0 {
            limiter.retain_recent();
        }
    }
}
