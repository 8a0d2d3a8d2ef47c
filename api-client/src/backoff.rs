//! Pauses between attempts: exponential backoff with jitter that a seed makes reproducible.

use std::hash::{BuildHasher as _, RandomState};
use std::time::Duration;

/// An exponential backoff: pauses that double from attempt to attempt.
///
/// ```
/// use std::time::Duration;
/// use api_client::{Backoff, Jitter};
///
/// let backoff = Backoff::exponential(Duration::from_millis(100), Duration::from_secs(5));
/// let pause = backoff.pause(3, &mut Jitter::seeded(7));
/// assert!(pause >= Duration::from_millis(200) && pause <= Duration::from_millis(400));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    first: Duration,
    longest: Duration,
    jittered: bool,
}

impl Backoff {
    /// Creates a backoff that doubles from `first` up to `longest`. Each pause is random between half of that value and
    /// all of it, so that clients that lost the same server do not reconnect at the same moment.
    pub const fn exponential(first: Duration, longest: Duration) -> Self {
        Self { first, longest, jittered: true }
    }

    /// Disables the jitter.
    #[must_use]
    pub const fn without_jitter(mut self) -> Self {
        self.jittered = false;
        self
    }

    /// Returns the pause after `failed` failed attempts, counted from 1.
    pub fn pause(&self, failed: u32, jitter: &mut Jitter) -> Duration {
        let factor = 1_u32.checked_shl(failed.saturating_sub(1)).unwrap_or(u32::MAX);
        let whole = self.first.saturating_mul(factor).min(self.longest);
        if self.jittered { whole / 2 + (whole / 2).mul_f64(jitter.fraction()) } else { whole }
    }
}

impl Default for Backoff {
    /// Doubles from 200 ms to 10 s, with jitter.
    fn default() -> Self {
        Self::exponential(Duration::from_millis(200), Duration::from_secs(10))
    }
}

/// A pseudo-random number generator for [`Backoff`]. It is not suitable for cryptography.
#[derive(Debug, Clone)]
pub struct Jitter(u64);

impl Jitter {
    /// Creates a generator with a fixed seed.
    pub const fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    /// Creates a generator with a random seed.
    pub fn random() -> Self {
        // The standard library's hasher is seeded by the operating system.
        Self(RandomState::new().hash_one(0_u8))
    }

    /// Returns the next number from 0 to 1.
    fn fraction(&mut self) -> f64 {
        // SplitMix64 (Steele, Lea, Flood 2014).
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        f64::from((mixed >> 32) as u32) / f64::from(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Backoff, Jitter};

    #[test]
    fn pauses_double_up_to_the_maximum() {
        let backoff = Backoff::exponential(Duration::from_secs(1), Duration::from_secs(5)).without_jitter();
        let pauses = [1, 2, 3, 4, 40, u32::MAX].map(|failed| backoff.pause(failed, &mut Jitter::seeded(0)).as_secs());
        assert_eq!(pauses, [1, 2, 4, 5, 5, 5]);
    }

    #[test]
    fn jitter_stays_in_the_upper_half_and_follows_its_seed() {
        let backoff = Backoff::exponential(Duration::from_secs(8), Duration::from_secs(8));
        let (mut one, mut same, mut other) = (Jitter::seeded(1), Jitter::seeded(1), Jitter::seeded(2));
        let mut differs = false;
        for _ in 0..1000 {
            let pause = backoff.pause(1, &mut one);
            assert!((Duration::from_secs(4)..=Duration::from_secs(8)).contains(&pause), "{pause:?}");
            assert_eq!(pause, backoff.pause(1, &mut same));
            differs |= pause != backoff.pause(1, &mut other);
        }
        assert!(differs);
    }
}
