//! Path segments: percent-encoding (RFC 3986 §3.3).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The characters that are encoded: all but `unreserved` and those of `pchar` that every known parser reads alike.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b':')
    .remove(b'@')
    .remove(b'=');

/// Appends an encoded segment. A segment of dots alone is encoded too: an intermediary would remove it (RFC 3986 §5.2.4).
pub(crate) fn push_segment(path: &mut String, text: &str) {
    if matches!(text, "." | "..") {
        text.chars().for_each(|_| path.push_str("%2E"));
    } else {
        path.extend(utf8_percent_encode(text, SEGMENT));
    }
}
