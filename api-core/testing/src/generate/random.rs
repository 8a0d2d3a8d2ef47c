//! A tiny generator of random numbers: deterministic, fast, and good for nothing but tests.

/// Random numbers by xorshift64*.
#[derive(Clone, Debug)]
pub struct SmallRandom {
    state: u64,
}

impl SmallRandom {
    /// The same seed gives the same numbers.
    pub const fn new(seed: u64) -> Self {
        // The state must not be zero; the odd constant spreads neighbouring seeds.
        let state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03;
        Self { state: if state == 0 { 1 } else { state } }
    }

    /// Any 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        self.state.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A number below the bound; 0 if the bound is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = bound as u64;
        // The high bits are the better ones.
        usize::try_from((self.bits() >> 11).checked_rem(bound).unwrap_or(0)).unwrap_or(0)
    }

    /// True once in so many times.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// A number from a range, both ends included.
    pub fn between(&mut self, least: i128, most: i128) -> i128 {
        let width = most.saturating_sub(least).saturating_add(1).max(1);
        least.saturating_add(i128::from(self.bits()) % width)
    }

    /// One of the choices; `None` only if there are none.
    pub fn choose<'a, T>(&mut self, choices: &'a [T]) -> Option<&'a T> {
        let index = self.below(choices.len());
        choices.get(index)
    }
}
