//! Path segments: percent-encoding (RFC 3986 §3.3).

use std::fmt;

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

/// Appends an encoded segment.
///
/// # Errors
/// Returns an error for the segments `.` and `..`, and appends nothing. Intermediaries remove them with the segment
/// before (RFC 3986 §5.2.4). Encoding would not help: `%2E` is equivalent to `.` (RFC 3986 §6.2.2.2), and the URL
/// parsers of browsers and Node remove `%2E%2E` too (WHATWG URL, "double-dot URL path segment").
pub(crate) fn push_segment(path: &mut String, text: &str) -> Result<(), DotSegment> {
    match text {
        "." => Err(DotSegment(".")),
        ".." => Err(DotSegment("..")),
        _ => {
            path.extend(utf8_percent_encode(text, SEGMENT));
            Ok(())
        }
    }
}

/// The error of a segment that is `.` or `..`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DotSegment(&'static str);

impl fmt::Display for DotSegment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "cannot be the path segment `{}`, because URL parsers take it for a step in the path", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::push_segment;

    #[test]
    fn a_segment_that_url_parsers_remove_is_not_encoded() {
        for text in [".", ".."] {
            let mut path = "/files/".to_owned();
            let error = push_segment(&mut path, text).expect_err("a dot segment");
            assert!(error.to_string().contains(&format!("`{text}`")), "{error}");
            assert_eq!(path, "/files/");
        }
    }

    #[test]
    fn text_that_only_resembles_a_dot_segment_is_encoded_once() {
        for (text, encoded) in [
            ("...", "..."),
            (".hidden", ".hidden"),
            ("%2e%2e", "%252e%252e"),
            (".%2E", ".%252E"),
            ("..\\", "..%5C"),
            ("../etc", "..%2Fetc"),
            (". ", ".%20"),
            ("..\t", "..%09"),
            ("..;", "..%3B"),
        ] {
            let mut path = String::new();
            push_segment(&mut path, text).expect("no dot segment");
            assert_eq!(path, encoded, "{text:?}");
        }
    }
}
