//! Path segments: percent-encoding (RFC 3986 §3.3).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The characters that are encoded: all but `unreserved` and those of `pchar` that known parsers do not interpret.
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

/// Appends an encoded segment. The segments `.` and `..` are encoded too, because intermediaries remove them
/// (RFC 3986 §5.2.4).
pub(crate) fn push_segment(path: &mut String, text: &str) {
    if matches!(text, "." | "..") {
        text.chars().for_each(|_| path.push_str("%2E"));
    } else {
        path.extend(utf8_percent_encode(text, SEGMENT));
    }
}
