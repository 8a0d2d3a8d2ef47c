//! Const functions on strings: comparison, and whether text could be a number or have a format.

/// Returns whether two strings are equal. `==` is not const.
///
/// A constant evaluation pays for steps and calls, not for bytes. Patterns need fewer of them than indices.
pub(crate) const fn same(one: &str, other: &str) -> bool {
    let (mut one, mut other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    // Names of the same length often differ at their ends.
    if let ([.., one], [.., other]) = (one, other)
        && *one != *other
    {
        return false;
    }
    while let ([a, b, c, d, one_rest @ ..], [e, f, g, h, other_rest @ ..]) = (one, other) {
        if *a != *e || *b != *f || *c != *g || *d != *h {
            return false;
        }
        (one, other) = (one_rest, other_rest);
    }
    while let ([a, one_rest @ ..], [e, other_rest @ ..]) = (one, other) {
        if *a != *e {
            return false;
        }
        (one, other) = (one_rest, other_rest);
    }
    true
}

/// Returns whether a list contains a word.
pub(crate) const fn among(word: &str, mut list: &[&str]) -> bool {
    while let [one, rest @ ..] = list {
        if same(word, one) {
            return true;
        }
        list = rest;
    }
    false
}

/// Returns the integer that `FromStr` reads, if it fits.
pub(super) const fn integer(text: &str) -> Option<i128> {
    match i128::from_str_radix(text, 10) {
        Ok(number) => Some(number),
        Err(_) => None,
    }
}

/// Returns whether `f64` could read the text. Its parser is not const.
pub(super) const fn looks_like_number(text: &str) -> bool {
    let bytes = text.as_bytes();
    let start = if !bytes.is_empty() && (bytes[0] == b'-' || bytes[0] == b'+') { 1 } else { 0 };
    let (_, unsigned) = bytes.split_at(start);
    // Rust reads `inf`, `infinity` and `nan` in any case. Other words with the same initial and length pass as well.
    if !unsigned.is_empty() && matches!(unsigned[0], b'i' | b'I' | b'n' | b'N') {
        return unsigned.len() == 3 || unsigned.len() == 8;
    }
    let mut digits = 0;
    let mut index = 0;
    while index < unsigned.len() {
        match unsigned[index] {
            b'0'..=b'9' => digits += 1,
            b'.' | b'e' | b'E' | b'-' | b'+' => {}
            _ => return false,
        }
        index += 1;
    }
    digits > 0
}

/// Returns whether text could have a format. Any text could have an unknown format.
pub(super) const fn could_have_format(text: &str, format: &str) -> bool {
    if same(format, "uuid") {
        could_be_uuid(text.as_bytes())
    } else if same(format, "char") {
        is_one_char(text.as_bytes())
    } else if among(format, &["date", "date-time", "local-date-time", "time", "ipv4", "decimal", "semver"]) {
        contains_digit(text.as_bytes())
    } else if same(format, "base64") {
        is_base64(text)
    } else if among(format, &["uri", "ipv6", "socket-address", "socket-address-v4", "socket-address-v6"]) {
        contains(text.as_bytes(), b':')
    } else {
        true
    }
}

const fn could_be_uuid(bytes: &[u8]) -> bool {
    // The uuid crate also reads the forms `{…}` and `urn:uuid:…`. For these, only the length is checked.
    if !bytes.is_empty() && (bytes[0] == b'{' || bytes[0] == b'u') {
        return bytes.len() >= 36;
    }
    let hyphenated = bytes.len() == 36;
    if !hyphenated && bytes.len() != 32 {
        return false;
    }
    let mut index = 0;
    while index < bytes.len() {
        let at_hyphen = hyphenated && matches!(index, 8 | 13 | 18 | 23);
        if at_hyphen && bytes[index] != b'-' || !at_hyphen && !bytes[index].is_ascii_hexdigit() {
            return false;
        }
        index += 1;
    }
    true
}

/// Returns whether text is of the alphabet of base64, in groups of four with padding. Unused bits may be set.
pub(super) const fn is_base64(text: &str) -> bool {
    if !text.len().is_multiple_of(4) {
        return false;
    }
    let mut rest = match text.as_bytes() {
        [rest @ .., b'=', b'='] | [rest @ .., b'='] | rest => rest,
    };
    while let [first, others @ ..] = rest {
        if !first.is_ascii_alphanumeric() && *first != b'+' && *first != b'/' {
            return false;
        }
        rest = others;
    }
    true
}

const fn is_one_char(bytes: &[u8]) -> bool {
    if bytes.is_empty() {
        return false;
    }
    let mut index = 1;
    while index < bytes.len() {
        // A byte of the form 10xxxxxx continues a character.
        if bytes[index] & 0b1100_0000 != 0b1000_0000 {
            return false;
        }
        index += 1;
    }
    true
}

const fn contains_digit(bytes: &[u8]) -> bool {
    let mut index = 0;
    while index < bytes.len() {
        if bytes[index].is_ascii_digit() {
            return true;
        }
        index += 1;
    }
    false
}

const fn contains(bytes: &[u8], wanted: u8) -> bool {
    let mut index = 0;
    while index < bytes.len() {
        if bytes[index] == wanted {
            return true;
        }
        index += 1;
    }
    false
}
