//! Path segments: percent-encoding (RFC 3986 §3.3).

use std::fmt;

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, percent_encode_byte, utf8_percent_encode};

use super::mixed::is_divided;

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

/// The characters of a template that are encoded: those that are not ASCII.
const TEXT: &AsciiSet = CONTROLS;

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

/// Returns whether a text is a segment as it is: no character is to be encoded, and it is not `.` or `..`.
pub(crate) fn is_segment(text: &str) -> bool {
    let is_whole = |first: &str| std::ptr::eq(first, text);
    !matches!(text, "." | "..") && utf8_percent_encode(text, SEGMENT).next().is_none_or(is_whole)
}

/// Appends a segment of which each byte is encoded.
///
/// # Errors
/// Returns an error for the segments `.` and `..`, see [`push_segment`].
pub(crate) fn push_all_encoded(path: &mut String, text: &str) -> Result<(), DotSegment> {
    if matches!(text, "." | "..") {
        return push_segment(path, text);
    }
    path.extend(text.bytes().map(percent_encode_byte));
    Ok(())
}

/// Appends the text of a template that stands beside captures.
pub(crate) fn push_text(path: &mut String, text: &str) {
    path.extend(utf8_percent_encode(text, TEXT));
}

/// Appends an encoded value to a segment. `before`: the text between it and an earlier capture, otherwise empty. If the
/// value has that text too, its last character is encoded, so that a server finds the captures where they are. A
/// template has text with which no segment is `..`.
pub(crate) fn push_part(path: &mut String, before: &str, value: &str) {
    let start = path.len();
    path.extend(utf8_percent_encode(value, SEGMENT));
    if let Some(last) = before.chars().last().filter(char::is_ascii)
        && is_divided(before, path.get(start..).unwrap_or_default())
    {
        path.truncate(start);
        for (number, piece) in value.split(last).enumerate() {
            if number > 0 {
                path.push_str(percent_encode_byte(u8::try_from(last).unwrap_or_default()));
            }
            path.extend(utf8_percent_encode(piece, SEGMENT));
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
    use super::{is_segment, push_segment};

    #[test]
    fn a_segment_that_url_parsers_remove_is_not_encoded() {
        for text in [".", ".."] {
            let mut path = "/files/".to_owned();
            let error = push_segment(&mut path, text).expect_err("a dot segment");
            assert!(error.to_string().contains(&format!("`{text}`")), "{error}");
            assert_eq!(path, "/files/");
            assert!(!is_segment(text));
        }
    }

    #[test]
    fn text_that_only_resembles_a_dot_segment_is_encoded_once() {
        for (text, encoded) in [
            ("...", "..."),
            ("a b", "a%20b"),
            (" ab", "%20ab"),
            (" ", "%20"),
            ("ü", "%C3%BC"),
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
            assert_eq!(is_segment(text), text == encoded, "{text:?}");
        }
    }
}
