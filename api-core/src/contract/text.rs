//! Text that is built in const functions.

/// Text of at most `N` bytes. What does not fit is left out, with all that follows it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<const N: usize> {
    bytes: [u8; N],
    length: usize,
    is_cut: bool,
}

impl<const N: usize> Text<N> {
    #[inline]
    pub(super) const fn new() -> Self {
        Self { bytes: [0; N], length: 0, is_cut: false }
    }

    /// Returns the text.
    #[inline]
    pub(super) const fn as_str(&self) -> &str {
        match std::str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => text,
            Err(_) => "",
        }
    }

    /// Returns how many bytes fit.
    #[inline]
    pub(super) const fn room(&self) -> usize {
        if self.is_cut { 0 } else { N - self.length }
    }

    #[inline]
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

    #[inline]
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
    use super::Text;

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
}
