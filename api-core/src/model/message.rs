//! The text of a compile error that contains numbers. Formatting is not const.

/// A text under construction, cut at its capacity.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Message<const CAPACITY: usize = 512> {
    bytes: [u8; CAPACITY],
    length: usize,
}

impl Message {
    pub(crate) const fn new(text: &str) -> Self {
        Self::EMPTY.text(text)
    }
}

impl<const CAPACITY: usize> Message<CAPACITY> {
    pub(crate) const EMPTY: Self = Self { bytes: [0; CAPACITY], length: 0 };

    pub(crate) const fn text(mut self, text: &str) -> Self {
        let mut rest = text.as_bytes();
        while let [byte, others @ ..] = rest {
            self = self.byte(*byte);
            rest = others;
        }
        self
    }

    pub(crate) const fn integer(mut self, number: i128) -> Self {
        if number < 0 {
            self = self.byte(b'-');
        }
        let mut left = number.unsigned_abs();
        let mut digits = [0; 39];
        let mut first = digits.len();
        loop {
            first -= 1;
            digits[first] = b'0' + (left % 10) as u8;
            left /= 10;
            if left == 0 {
                break;
            }
        }
        while first < digits.len() {
            self = self.byte(digits[first]);
            first += 1;
        }
        self
    }

    pub(crate) const fn show(&self) -> &str {
        match str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => text,
            Err(_) => "",
        }
    }

    const fn byte(mut self, byte: u8) -> Self {
        if self.length < self.bytes.len() {
            self.bytes[self.length] = byte;
            self.length += 1;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::Message;

    #[test]
    fn numbers_are_written_in_full() {
        let message = Message::new("from ").integer(i128::MIN).text(" to ").integer(0);
        assert_eq!(message.show(), "from -170141183460469231731687303715884105728 to 0");
    }
}
