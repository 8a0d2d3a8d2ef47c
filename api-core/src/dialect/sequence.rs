//! JSON text sequences (RFC 7464): the objects of NDJSON, each a text between a record separator and a line break.
//!
//! A text may have line breaks inside. It is complete at the first one outside of its object. A text that is followed
//! by a record separator instead was cut off by its sender.

use super::{DialectError, Frame, ndjson};

/// The byte in front of each text (RFC 7464 §2.2).
const RECORD_SEPARATOR: u8 = 0x1e;

pub(super) fn encode(frame: &Frame, out: &mut Vec<u8>) {
    out.push(RECORD_SEPARATOR);
    ndjson::encode(frame, out);
}

/// A buffer of bytes that are not split into texts yet. Each byte is examined once, however the stream is split.
#[derive(Debug)]
pub(super) struct Texts {
    limit: usize,
    buffer: Vec<u8>,
    /// The offset of the text that was not returned.
    start: usize,
    /// The offset up to which bytes were examined.
    examined: usize,
    /// The part of a text in front of that offset. `None` between texts.
    text: Option<Partial>,
}

/// What is known of a text that is not complete.
#[derive(Debug, Default)]
struct Partial {
    /// The number of objects and arrays that are open.
    depth: usize,
    in_string: bool,
    after_backslash: bool,
    /// Whether there is more than white space.
    has_content: bool,
}

impl Texts {
    pub(super) fn new(limit: usize) -> Self {
        Self { limit, buffer: Vec::new(), start: 0, examined: 0, text: None }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.buffer.drain(..self.start);
        self.examined -= self.start;
        self.start = 0;
        self.buffer.extend_from_slice(bytes);
    }

    /// Returns the next frame.
    pub(super) fn next(&mut self) -> Option<Result<Frame, DialectError>> {
        while let Some(&byte) = self.buffer.get(self.examined) {
            let Some(text) = &mut self.text else {
                self.examined += 1;
                self.start = self.examined;
                match byte {
                    RECORD_SEPARATOR => self.text = Some(Partial::default()),
                    _ if byte.is_ascii_whitespace() => {}
                    _ => return Some(Err(DialectError::malformed("a text without a record separator in front of it"))),
                }
                continue;
            };
            match byte {
                RECORD_SEPARATOR if text.has_content => {
                    return Some(Err(DialectError::malformed("a text that was cut off by the next one")));
                }
                // Several separators are one (RFC 7464 §2.1).
                RECORD_SEPARATOR => {
                    self.start = self.examined + 1;
                    *text = Partial::default();
                }
                b'\n' if text.is_complete() => {
                    let found = ndjson::decode(self.buffer.get(self.start..self.examined).unwrap_or_default());
                    self.examined += 1;
                    self.start = self.examined;
                    self.text = None;
                    return Some(found);
                }
                _ => text.push(byte),
            }
            self.examined += 1;
            if self.examined - self.start > self.limit {
                return Some(Err(DialectError::TooLong { limit: self.limit }));
            }
        }
        None
    }
}

impl Partial {
    fn is_complete(&self) -> bool {
        self.has_content && self.depth == 0 && !self.in_string
    }

    fn push(&mut self, byte: u8) {
        self.has_content |= !byte.is_ascii_whitespace();
        if self.after_backslash {
            self.after_backslash = false;
        } else if self.in_string {
            self.after_backslash = byte == b'\\';
            self.in_string = byte != b'"';
        } else {
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::dialect::{Decoder, Dialect, DialectError, Frame};

    fn read(stream: &str) -> Vec<Result<Frame, String>> {
        let mut decoder = Decoder::new(Dialect::JsonSequence);
        decoder.push(stream.as_bytes());
        std::iter::from_fn(|| decoder.next()).map(|frame| frame.map_err(|error| error.to_string())).collect()
    }

    #[test]
    fn a_text_is_between_a_separator_and_a_line_break() {
        let bytes = Dialect::JsonSequence.bytes(&Frame::event("7", "{\"x\":\n1}"));
        assert_eq!(bytes, "\u{1e}{\"id\":\"7\",\"data\":{\"x\": 1}}\n");
        let table = [
            ("\u{1e}{\"data\":1}\n\u{1e}{\"data\":2}\n", vec![Ok(Frame::event("", "1")), Ok(Frame::event("", "2"))]),
            // Line breaks inside, around, and separators without a text between them.
            (
                "\u{1e}\u{1e} \n{\n\"data\":\n[1,\n\"}\\\"\\n\"]\n}\r\n\n \u{1e}",
                vec![Ok(Frame::event("", "[1,\n\"}\\\"\\n\"]"))],
            ),
            ("\u{1e}{\"heartbeat\":true}\n", vec![Ok(Frame::heartbeat())]),
            // Not complete without its line break.
            ("\u{1e}{\"data\":1}", vec![]),
            ("\u{1e}{\"data\":1", vec![]),
        ];
        for (stream, expected) in table {
            assert_eq!(read(stream), expected, "{stream:?}");
        }
    }

    #[test]
    fn a_text_that_was_cut_off_is_an_error() {
        let table = [
            ("\u{1e}{\"data\":1\u{1e}{\"data\":2}\n", "cut off"),
            ("\u{1e}{\"data\":\"\u{1e}{\"data\":2}\n", "cut off"),
            ("\u{1e}{\"data\":1}\u{1e}{\"data\":2}\n", "cut off"),
            ("{\"data\":1}\n", "without a record separator"),
            ("\u{1e}{\"data\":1}\n{\"data\":2}\n", "without a record separator"),
            ("\u{1e}12\n", "expected an object"),
            ("\u{1e}}\n", "expected an object"),
        ];
        for (stream, expected) in table {
            let last = read(stream).pop().expect("an error").expect_err(stream);
            assert!(last.contains(expected), "{stream:?}: {last}");
        }
    }

    #[test]
    fn a_text_beyond_the_limit_is_refused_before_it_ends() {
        for stream in ["\u{1e}{\"data\":1", "\u{1e}         ", "\u{1e}{\n\n\n\n\n\n\n\n\n"] {
            let mut decoder = Decoder::with_line_limit(Dialect::JsonSequence, 8);
            decoder.push(stream.as_bytes());
            assert_eq!(decoder.next(), Some(Err(DialectError::TooLong { limit: 8 })), "{stream:?}");
        }
        // What is between texts is not kept.
        let mut decoder = Decoder::with_line_limit(Dialect::JsonSequence, 8);
        decoder.push(&b"\n\x1e".repeat(1_000));
        assert_eq!(decoder.next(), None);
    }
}
