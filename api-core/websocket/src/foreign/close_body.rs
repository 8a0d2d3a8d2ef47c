//! What a close frame says is what is said back.

use crate::{CloseCode, CloseFrame, MAX_REASON};

/// Reads the body of a close frame: what can be read may be sent, is written as the same bytes, and nothing sound is refused.
///
/// # Panics
/// If the law does not hold.
pub fn close_body(bytes: &[u8]) {
    // More does not fit into a control frame.
    let body = bytes.get(..MAX_REASON + 2).unwrap_or(bytes);
    judge(body, |body| CloseFrame::decode(body).ok());
}

fn judge(body: &[u8], decode: impl Fn(&[u8]) -> Option<CloseFrame>) {
    let frame = decode(body);
    let sound = match body {
        [] => true,
        [_] => false,
        [high, low, reason @ ..] => {
            let code = u16::from_be_bytes([*high, *low]);
            matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999) && std::str::from_utf8(reason).is_ok()
        }
    };
    assert_eq!(frame.is_some(), sound, "what is sound can be read, and nothing else: {body:?}");
    let Some(frame) = frame else { return };
    assert_eq!(frame.encode(), body, "{frame:?} is written as it came");
    assert_eq!(decode(&frame.encode()), Some(frame.clone()), "what is written is read as the same");
    if body.is_empty() {
        assert_eq!(frame, CloseFrame::code_only(CloseCode::NO_STATUS), "an empty body has no code");
    } else {
        assert!(frame.code().is_on_wire(), "{frame:?} has a code that may be sent");
    }
    assert_eq!(CloseFrame::new(frame.code(), frame.reason()), Ok(frame.clone()), "what came can be sent");
    assert!(frame.to_string().starts_with(&frame.code().to_string()));
}

#[cfg(test)]
mod tests {
    use super::{CloseCode, CloseFrame, judge};

    #[test]
    #[should_panic(expected = "what is sound can be read, and nothing else")]
    fn a_reader_that_takes_every_code_is_found_out() {
        judge(&[3, 237], |_| Some(CloseFrame::code_only(CloseCode::NO_STATUS)));
    }

    #[test]
    #[should_panic(expected = "is written as it came")]
    fn a_reader_that_loses_the_reason_is_found_out() {
        judge(b"\x03\xe8bye", |_| Some(CloseFrame::normal()));
    }
}
