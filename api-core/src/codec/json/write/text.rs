//! Texts as JSON strings (RFC 8259 §7).

use std::fmt;

use super::writer::Writer;

/// For each byte how it is escaped: 0 if it is not, `u` as `\u00XX`, otherwise the letter after the backslash.
const ESCAPES: [u8; 256] = {
    let mut escapes = [0; 256];
    let mut control = 0;
    while control < 0x20 {
        escapes[control] = b'u';
        control += 1;
    }
    escapes[0x08] = b'b';
    escapes[0x09] = b't';
    escapes[0x0A] = b'n';
    escapes[0x0C] = b'f';
    escapes[0x0D] = b'r';
    escapes[b'"' as usize] = b'"';
    escapes[b'\\' as usize] = b'\\';
    escapes
};

const HEXADECIMAL: [u8; 16] = *b"0123456789abcdef";

impl Writer {
    /// Writes a text with its quotes.
    #[inline]
    pub(crate) fn text(&mut self, text: &str) {
        // In one call, so that the bytes are copied without further growth.
        self.json.reserve(text.len() + 2);
        self.byte(b'"');
        self.escaped(text);
        self.byte(b'"');
    }

    /// Writes a text without quotes.
    #[inline]
    pub(crate) fn escaped(&mut self, text: &str) {
        if is_plain(text.as_bytes()) {
            self.raw(text);
        } else {
            self.escape(text);
        }
    }

    #[cold]
    fn escape(&mut self, text: &str) {
        let mut rest = text.as_bytes();
        while let Some(at) = rest.iter().position(|byte| escape_of(*byte) != 0) {
            let (plain, [byte, tail @ ..]) = rest.split_at(at) else { break };
            self.json.extend_from_slice(plain);
            self.byte(b'\\');
            let letter = escape_of(*byte);
            self.byte(letter);
            if letter == b'u' {
                let digit = |value: u8| HEXADECIMAL.get(usize::from(value & 0xF)).copied().unwrap_or(b'0');
                self.json.extend_from_slice(&[b'0', b'0', digit(byte >> 4), digit(*byte)]);
            }
            rest = tail;
        }
        self.json.extend_from_slice(rest);
    }
}

/// Text that is written in pieces, by its formatting.
pub(super) struct Escaped<'w>(pub(super) &'w mut Writer);

impl fmt::Write for Escaped<'_> {
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        self.0.escaped(piece);
        Ok(())
    }
}

fn escape_of(byte: u8) -> u8 {
    ESCAPES.get(usize::from(byte)).copied().unwrap_or_default()
}

/// Returns whether no byte of a text is escaped.
#[inline]
fn is_plain(text: &[u8]) -> bool {
    let (words, _) = text.as_chunks::<8>();
    match text.last_chunk::<8>() {
        // The last eight bytes overlap those before.
        Some(last) => words.iter().all(|word| !has_escape(*word)) && !has_escape(*last),
        None => text.iter().all(|byte| escape_of(*byte) == 0),
    }
}

/// Returns whether one of eight bytes is escaped: a control character, `"` or `\`.
#[inline]
fn has_escape(word: [u8; 8]) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let word = u64::from_ne_bytes(word);
    // The high bit of a byte of `word - n` is set by a borrow where the byte is below n; `!word` excludes bytes whose
    // own high bit is set. A borrow can mark a byte above one that is below n too, which changes no answer.
    let below = |word: u64, most: u64| word.wrapping_sub(ONES * most) & !word;
    let quotes = word ^ (ONES * 0x22);
    let backslashes = word ^ (ONES * 0x5C);
    (below(word, 0x20) | below(quotes, 1) | below(backslashes, 1)) & HIGH != 0
}

#[cfg(test)]
mod tests {
    use super::{escape_of, has_escape};

    #[test]
    fn each_byte_at_each_place_of_a_word_is_found() {
        for filling in [b'a', b' ', b'!', b'#', b'[', b']', 0x7F, 0x80, 0xFF] {
            for byte in 0..=u8::MAX {
                for place in 0..8 {
                    let mut word = [filling; 8];
                    word[place] = byte;
                    assert_eq!(has_escape(word), escape_of(byte) != 0, "{word:?}");
                }
            }
        }
    }
}
