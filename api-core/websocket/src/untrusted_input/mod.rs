//! Laws of the code that reads a peer's bytes: it does not panic, it keeps its limits, and its result does not depend
//! on how the bytes are split into reads.
//!
//! Each function takes any bytes and panics if its law does not hold for them.

mod close_body;
mod frames;
mod handshake;
mod negotiation;

pub use close_body::close_body;
pub use frames::frames;
pub use handshake::handshake;
pub use negotiation::negotiation;

/// Returns the first `N` bytes, which select a variant of a law, and the rest, which is its input. The selection is
/// zero if there are fewer bytes.
pub fn choices<const N: usize>(bytes: &[u8]) -> ([u8; N], &[u8]) {
    match bytes.split_first_chunk() {
        Some((choices, rest)) => (*choices, rest),
        None => ([0; N], bytes),
    }
}

/// Splits bytes in three ways: not at all, at positions that depend on the seed, and after every byte.
pub fn cuts(bytes: &[u8], seed: u8) -> [Vec<&[u8]>; 3] {
    let mut state = u32::from(seed) | 0x100;
    let mut irregular = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        // Marsaglia's xorshift.
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        let size = usize::from(state.to_le_bytes()[0] >> (state >> 29)) + 1;
        let (piece, after) = rest.split_at(size.min(rest.len()));
        irregular.push(piece);
        rest = after;
    }
    [vec![bytes], irregular, bytes.chunks(1).collect()]
}

#[cfg(test)]
mod tests {
    use super::{choices, cuts};

    #[test]
    fn every_split_contains_all_bytes() {
        let bytes: Vec<u8> = (0..=255).cycle().take(999).collect();
        for seed in 0..=255 {
            for pieces in cuts(&bytes, seed) {
                assert_eq!(pieces.concat(), bytes);
            }
        }
        assert_eq!(choices::<2>(b"abc"), ([b'a', b'b'], b"c".as_slice()));
        assert_eq!(choices::<2>(b"a"), ([0, 0], b"a".as_slice()));
    }
}
