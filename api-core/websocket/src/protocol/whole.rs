//! The shortest way for the most common input: a message in one frame that has arrived whole and is not compressed.

use bytes::{Buf as _, BytesMut};
use sockudo_ws::simd::apply_mask;
use sockudo_ws::utf8::validate_utf8;

use crate::message::{DataMessage, Utf8Bytes};
use crate::options::{Role, Utf8Mode};

use super::codec::Bounds;

/// The size up to which a payload is unmasked here. The codec crate's instructions for wider words pay off above it.
const SHORT: usize = 256;

/// Removes the frame at the front of the input if it is a whole message, uncompressed, and within the bounds.
///
/// Everything else is left to the parser, also every violation, which it reports: the input is as before then. It must
/// be at the start of a frame.
#[inline]
pub(super) fn take_whole(role: Role, bounds: Bounds, utf8: Utf8Mode, input: &mut BytesMut) -> Option<DataMessage> {
    let (&first, &second) = (input.first()?, input.get(1)?);
    let text = match first {
        0x81 => true,
        0x82 => false,
        _ => return None,
    };
    let masked = second & 0x80 != 0;
    if masked != (role == Role::Server) {
        return None;
    }
    let (length, header) = match usize::from(second & 0x7f) {
        short @ 0..126 => (short, 2),
        126 => match usize::from(u16::from_be_bytes(*input.get(2..)?.first_chunk()?)) {
            // The shorter form was possible, which is a violation.
            0..126 => return None,
            middle => (middle, 4),
        },
        _ => return None,
    };
    if bounds.check(u64::try_from(length).ok()?).is_err() {
        return None;
    }
    let header = if masked { header + 4 } else { header };
    let (head, payload) = input.get_mut(..header + length)?.split_at_mut_checked(header)?;
    let mask = *head.last_chunk().unwrap_or(&[0; 4]);
    if masked {
        toggle_mask(payload, mask);
    }
    let checks = text && utf8 != Utf8Mode::Unchecked;
    if checks && !validate_utf8(payload) {
        if masked {
            toggle_mask(payload, mask);
        }
        return None;
    }
    let mut payload = input.split_to(header + length).freeze();
    payload.advance(header);
    Some(if checks { DataMessage::Text(Utf8Bytes::checked(payload)) } else { DataMessage::Binary(payload) })
}

/// Masks or unmasks a payload, which is the same (RFC 6455 §5.3).
#[inline]
fn toggle_mask(payload: &mut [u8], mask: [u8; 4]) {
    if payload.len() > SHORT {
        apply_mask(payload, mask);
        return;
    }
    let word = u32::from_ne_bytes(mask);
    let wide = u128::from(word) * 0x0000_0001_0000_0001_0000_0001_0000_0001;
    let (blocks, rest) = payload.as_chunks_mut::<16>();
    for block in blocks {
        *block = (u128::from_ne_bytes(*block) ^ wide).to_ne_bytes();
    }
    let (words, rest) = rest.as_chunks_mut::<4>();
    for four in words {
        *four = (u32::from_ne_bytes(*four) ^ word).to_ne_bytes();
    }
    for (byte, mask) in rest.iter_mut().zip(mask) {
        *byte ^= mask;
    }
}

#[cfg(test)]
mod tests {
    use super::{SHORT, toggle_mask};

    #[test]
    fn a_payload_of_every_length_is_unmasked_byte_by_byte() {
        let mask = [0x12, 0xfe, 0x34, 0x9a];
        for length in 0..=SHORT + 40 {
            let payload: Vec<u8> = (0..=u8::MAX).cycle().take(length).collect();
            let mut masked: Vec<u8> = payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask).collect();
            toggle_mask(&mut masked, mask);
            assert_eq!(masked, payload, "{length} bytes");
        }
    }
}
