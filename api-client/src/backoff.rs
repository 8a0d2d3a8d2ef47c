//! How long to wait before trying again: growing pauses, with chance in them that a seed fixes.

use std::hash::{BuildHasher as _, RandomState};
use std::time::Duration;

/// Growing pauses between attempts.
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
    /// Doubles from `first` to at most `longest`. Each pause is a random one between half of that and all of it, so that clients that
    /// lost the same server do not come back together.
    pub const fn exponential(first: Duration, longest: Duration) -> Self {
        Self { first, longest, jittered: true }
    }

    /// The same without chance.
    #[must_use]
    pub const fn without_jitter(mut self) -> Self {
        self.jittered = false;
        self
    }

    /// The pause before the attempt that follows this many failed ones, counted from 1.
    pub fn pause(&self, failed: u32, jitter: &mut Jitter) -> Duration {
        let factor = 1_u32.checked_shl(failed.saturating_sub(1)).unwrap_or(u32::MAX);
        let whole = self.first.saturating_mul(factor).min(self.longest);
        if self.jittered { whole / 2 + (whole / 2).mul_f64(jitter.fraction()) } else { whole }
    }
}

impl Default for Backoff {
    /// From 200 milliseconds to 10 seconds.
    fn default() -> Self {
        Self::exponential(Duration::from_millis(200), Duration::from_secs(10))
    }
}

/// A source of chance, good enough to spread clients and for nothing else.
#[derive(Debug, Clone)]
pub struct Jitter(u64);

impl Jitter {
    /// Always the same sequence.
    pub const fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    /// Another sequence each time.
    pub fn random() -> Self {
        // The standard library's hasher is seeded by the operating system.
        Self(RandomState::new().hash_one(0_u8))
    }

    /// The next number from 0 to 1.
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
    fn pauses_double_up_to_the_longest() {
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
