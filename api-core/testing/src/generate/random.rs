//! A small deterministic generator of random numbers, for tests only.

/// A generator of random numbers (xorshift64*).
///
/// ```
/// use api_testing::generate::SmallRandom;
///
/// let (mut one, mut other) = (SmallRandom::new(7), SmallRandom::new(7));
/// assert_eq!(one.bits(), other.bits());
/// assert!(one.below(10) < 10);
/// ```
#[derive(Clone, Debug)]
pub struct SmallRandom {
    state: u64,
}

impl SmallRandom {
    /// Creates a generator. The same seed yields the same numbers.
    pub const fn new(seed: u64) -> Self {
        // The state must not be zero. The odd factor makes the states of adjacent seeds differ in many bits.
        let state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03;
        Self { state: if state == 0 { 1 } else { state } }
    }

    /// Returns 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        self.state.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// Returns a number below the bound, and 0 if the bound is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = bound as u64;
        // The low bits of xorshift64* are less random.
        usize::try_from((self.bits() >> 11).checked_rem(bound).unwrap_or(0)).unwrap_or(0)
    }

    /// Returns `true` with a probability of `1 / times`.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// Returns a number from `least` to `most`, both included.
    pub fn between(&mut self, least: i128, most: i128) -> i128 {
        let width = most.saturating_sub(least).saturating_add(1).max(1);
        least.saturating_add(i128::from(self.bits()) % width)
    }

    /// Returns one of the choices. `None` if there are none.
    pub fn choose<'a, T>(&mut self, choices: &'a [T]) -> Option<&'a T> {
        let index = self.below(choices.len());
        choices.get(index)
    }
}
