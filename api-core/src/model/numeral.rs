//! The digits of an integer, made in a constant: the names of variants that are sent as numbers.

use super::message::Message;

/// The digits of an integer.
#[derive(Clone, Copy, Debug)]
pub struct Numeral(Message<40>);

impl Numeral {
    /// Writes the digits.
    pub const fn new(number: i128) -> Self {
        Self(Message::EMPTY.integer(number))
    }

    /// Returns the digits.
    pub const fn text(&self) -> &str {
        self.0.show()
    }
}

#[cfg(test)]
mod tests {
    use super::Numeral;

    #[test]
    fn the_longest_number_fits() {
        assert_eq!(Numeral::new(i128::MIN).text(), "-170141183460469231731687303715884105728");
    }
}
