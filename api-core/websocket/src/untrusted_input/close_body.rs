//! The law of close frames: a valid body is encoded as the same bytes, and any other body is refused.

use crate::message::{CloseCode, CloseFrame};

/// Decodes the body of a close frame. A valid body is accepted, may be sent, and is encoded as the same bytes. Any
/// other body is refused.
///
/// # Panics
/// Panics if the law does not hold.
pub fn close_body(bytes: &[u8]) {
    // A control frame is not longer.
    let body = bytes.get(..CloseFrame::MAX_REASON + 2).unwrap_or(bytes);
    check(body, |body| CloseFrame::decode(body).ok());
}

fn check(body: &[u8], decode: impl Fn(&[u8]) -> Option<CloseFrame>) {
    let frame = decode(body);
    let valid = match body {
        [] => true,
        [_] => false,
        [high, low, reason @ ..] => {
            let code = u16::from_be_bytes([*high, *low]);
            matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999) && std::str::from_utf8(reason).is_ok()
        }
    };
    assert_eq!(frame.is_some(), valid, "valid bodies are accepted, and no others: {body:?}");
    let Some(frame) = frame else { return };
    assert_eq!(frame.encode(), body, "{frame:?} is encoded as it was received");
    assert_eq!(decode(&frame.encode()), Some(frame.clone()), "an encoded body is decoded as the same frame");
    if body.is_empty() {
        assert_eq!(frame, CloseFrame::code_only(CloseCode::NO_STATUS), "an empty body has no code");
    } else {
        assert!(frame.code().is_on_wire(), "the code of {frame:?} may be sent");
    }
    assert_eq!(CloseFrame::new(frame.code(), frame.reason()), Ok(frame.clone()), "a received frame can be sent");
    assert!(frame.to_string().starts_with(&frame.code().to_string()));
}

#[cfg(test)]
mod tests {
    use super::{CloseCode, CloseFrame, check};

    #[test]
    #[should_panic(expected = "valid bodies are accepted, and no others")]
    fn a_decoder_that_accepts_every_code_breaks_the_law() {
        check(&[3, 237], |_| Some(CloseFrame::code_only(CloseCode::NO_STATUS)));
    }

    #[test]
    #[should_panic(expected = "is encoded as it was received")]
    fn a_decoder_that_loses_the_reason_breaks_the_law() {
        check(b"\x03\xe8bye", |_| Some(CloseFrame::normal()));
    }
}
