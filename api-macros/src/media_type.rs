//! The syntax of media types.

use crate::names::is_token;

/// Returns whether a text is a media type or a range of them, perhaps with parameters (RFC 9110 §8.3.1).
pub(crate) fn is_media_type(text: &str) -> bool {
    let (essence, parameters) = text.split_once(';').unwrap_or((text, ""));
    let has_tokens = essence.split_once('/').is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype));
    has_tokens && parameters.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Returns whether a media type is a range, `type/*` or `*/*`.
pub(crate) fn is_media_range(text: &str) -> bool {
    text.ends_with("/*")
}
