//! The syntax of media types and ranges of them, as constants need it.

/// Returns whether a text is a media type or a range of them: `type/subtype` of tokens, `type/*` or `*/*`, and perhaps
/// parameters (RFC 9110 §8.3.1).
pub(crate) const fn is_media_type(text: &str) -> bool {
    let (mut rest, mut length, mut slashes) = (text.as_bytes(), 0, 0);
    while let [byte, others @ ..] = rest {
        match *byte {
            b'/' if length > 0 && slashes == 0 => (slashes, length) = (1, 0),
            b';' => return slashes == 1 && length > 0 && is_field_text(others),
            other if is_token_byte(other) => length += 1,
            _ => return false,
        }
        rest = others;
    }
    slashes == 1 && length > 0
}

/// Returns whether a media type is a range, `type/*` or `*/*`.
pub(crate) const fn is_media_range(text: &str) -> bool {
    matches!(text.as_bytes(), [.., b'/', b'*'])
}

/// Returns whether a byte may stand in a token (RFC 9110 §5.6.2).
const fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'-' | b'.' | b'^' | b'_' | b'`' | b'|' | b'~'
        )
}

/// Returns whether bytes are visible ASCII and spaces, as parameters are.
const fn is_field_text(mut bytes: &[u8]) -> bool {
    while let [byte, rest @ ..] = bytes {
        if !matches!(byte, b' '..=b'~') {
            return false;
        }
        bytes = rest;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{is_media_range, is_media_type};

    #[test]
    fn a_media_type_has_two_tokens_and_perhaps_parameters() {
        for text in ["a/b", "application/merge-patch+json", "image/*", "*/*", "text/plain; charset=utf-8"] {
            assert!(is_media_type(text), "{text}");
        }
        for text in ["", "a", "a/", "/b", "a/b/c", "a /b", "a/b; \u{e9}", "a/b\n", ";", "a;b/c"] {
            assert!(!is_media_type(text), "{text}");
        }
    }

    #[test]
    fn a_range_ends_with_a_star() {
        assert!(is_media_range("image/*") && is_media_range("*/*") && !is_media_range("image/*+xml"));
    }
}
