//! Strings in const functions, and text that is built there.

/// Returns whether two strings are equal. `==` is not const.
pub(super) const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    // Names that have the same length often differ at their ends.
    if !one.is_empty() && one[one.len() - 1] != other[one.len() - 1] {
        return false;
    }
    let mut index = 0;
    while index + 1 < one.len() {
        if one[index] != other[index] {
            return false;
        }
        index += 1;
    }
    true
}

/// Returns whether a list contains a string.
pub(super) const fn among(word: &str, list: &[&str]) -> bool {
    let mut index = 0;
    while index < list.len() {
        if same(word, list[index]) {
            return true;
        }
        index += 1;
    }
    false
}

/// Text of at most `N` bytes. What does not fit is left out, with all that follows it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<const N: usize> {
    bytes: [u8; N],
    length: usize,
    is_cut: bool,
}

impl<const N: usize> Text<N> {
    pub(super) const fn new() -> Self {
        Self { bytes: [0; N], length: 0, is_cut: false }
    }

    /// Returns the text.
    pub(super) const fn as_str(&self) -> &str {
        match std::str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => text,
            Err(_) => "",
        }
    }

    pub(super) const fn push(&mut self, text: &str) {
        let text = text.as_bytes();
        if self.is_cut || self.length + text.len() > N {
            self.is_cut = true;
            return;
        }
        let mut index = 0;
        while index < text.len() {
            self.bytes[self.length + index] = text[index];
            index += 1;
        }
        self.length += text.len();
    }

    pub(super) const fn push_number(&mut self, number: i128) {
        if number < 0 {
            self.push("-");
        }
        let mut digits = [0_u8; 40];
        let mut start = digits.len();
        let mut rest = number.unsigned_abs();
        loop {
            start -= 1;
            let digit = (rest % 10) as u8;
            digits[start] = b'0' + digit;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        if let Ok(text) = std::str::from_utf8(digits.split_at(start).1) {
            self.push(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Text, among, same};

    #[test]
    fn numbers_are_written_as_usual() {
        for number in [0, 7, -1, 1234, i128::MAX, i128::MIN] {
            let mut text = Text::<64>::new();
            text.push_number(number);
            assert_eq!(text.as_str(), number.to_string());
        }
    }

    #[test]
    fn what_does_not_fit_is_left_out() {
        let mut text = Text::<4>::new();
        text.push("abc");
        text.push("de");
        text.push("f");
        assert_eq!(text.as_str(), "abc");
    }

    #[test]
    fn strings_are_compared_by_their_bytes() {
        assert!(same("é", "é") && !same("a", "b") && !same("a", "ab"));
        assert!(among("b", &["a", "b"]) && !among("c", &["a", "b"]));
    }
}
