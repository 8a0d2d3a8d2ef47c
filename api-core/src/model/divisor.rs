//! The number that a value has to be a multiple of, checked in decimal.

use std::fmt::{self, Write as _};

use super::measure::Measure;
use super::message::Message;

/// The number that a value has to be a multiple of: a decimal greater than zero.
///
/// Values are checked by their decimal text, so `0.07` is a multiple of `0.01`, although the nearest floating-point
/// numbers are not multiples of each other.
///
/// ```
/// use api_core::model::{Divisor, Measure};
///
/// let cent = Divisor::new(1, 2);
/// assert_eq!(cent.to_string(), "0.01");
/// assert!(cent.divides(Measure::Number(0.07)));
/// assert!(!cent.divides(Measure::Number(0.075)));
/// assert!(Divisor::new(25, 1).is_multiple_of(Divisor::new(5, 1)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Divisor {
    digits: u64,
    places: u32,
}

/// Maximum number of decimal places: with them, the product of two divisors fits into 128 bits.
const MOST_PLACES: u32 = 18;

/// The digits of a divisor with decimal places are fewer, so that every reader of JSON has the same number.
const MOST_DIGITS: u64 = 1_000_000_000_000_000;

impl Divisor {
    /// Creates the divisor `digits / 10^places`: `Divisor::new(25, 1)` is 2.5.
    ///
    /// # Panics
    /// Panics if `digits` is zero, with more than 18 decimal places, and with more than 15 digits if there are decimal
    /// places.
    pub const fn new(digits: u64, places: u32) -> Self {
        let (mut digits, mut places) = (digits, places);
        assert!(digits > 0, "a divisor is greater than zero");
        while places > 0 && digits.is_multiple_of(10) {
            (digits, places) = (digits / 10, places - 1);
        }
        assert!(places <= MOST_PLACES, "a divisor has at most 18 decimal places");
        assert!(places == 0 || digits < MOST_DIGITS, "a divisor with decimal places has at most 15 digits");
        Self { digits, places }
    }

    /// Returns the digits, without the decimal point.
    pub const fn digits(self) -> u64 {
        self.digits
    }

    /// Returns the number of decimal places. The last of them is not zero.
    pub const fn places(self) -> u32 {
        self.places
    }

    /// Returns whether each multiple of this divisor is a multiple of the other one.
    pub const fn is_multiple_of(self, other: Self) -> bool {
        let (one, other) = self.aligned(other);
        one.is_multiple_of(other)
    }

    /// Returns the divisor of the numbers that are multiples of both, if it can be written as one.
    pub const fn common(self, other: Self) -> Option<Self> {
        let (one, two) = self.aligned(other);
        let (mut greatest, mut rest) = (one, two);
        while rest > 0 {
            (greatest, rest) = (rest, greatest % rest);
        }
        let Some(mut digits) = (one / greatest).checked_mul(two) else { return None };
        let mut places = self.places + other.places;
        while places > 0 && digits.is_multiple_of(10) {
            (digits, places) = (digits / 10, places - 1);
        }
        let most = if places == 0 { u64::MAX as u128 } else { MOST_DIGITS as u128 - 1 };
        if digits > most || places > MOST_PLACES {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "the digits were compared with the maximum")]
        Some(Self { digits: digits as u64, places })
    }

    /// Returns the divisor of the integers that are multiples: that of 2.5 is 5.
    #[must_use]
    pub const fn of_integers(self) -> Self {
        // The places are not trailing zeros, so digits without the factors of 10^places remain.
        let (mut digits, mut two, mut five) = (self.digits, self.places, self.places);
        while two > 0 && digits.is_multiple_of(2) {
            (digits, two) = (digits / 2, two - 1);
        }
        while five > 0 && digits.is_multiple_of(5) {
            (digits, five) = (digits / 5, five - 1);
        }
        Self { digits, places: 0 }
    }

    /// Returns whether an integer is a multiple.
    pub const fn divides_integer(self, number: i128) -> bool {
        number.unsigned_abs().is_multiple_of(self.of_integers().digits as u128)
    }

    /// Returns whether a multiple lies between two integers, both included.
    pub(super) const fn has_multiple(self, least: i128, most: i128) -> bool {
        let digits = self.digits as i128;
        self.places > 0 || least <= most.div_euclid(digits) * digits
    }

    /// Returns whether a measured value is a multiple, or is no number.
    pub fn divides(self, measure: Measure<'_>) -> bool {
        match measure {
            Measure::Integer(number) => self.divides_integer(number),
            Measure::Number(number) => self.divides_text(&format_args!("{number:e}")),
            Measure::Single(number) => self.divides_text(&format_args!("{number:e}")),
            Measure::Nothing | Measure::Text(_) | Measure::Length(_) => true,
        }
    }

    /// Returns whether a number is a multiple, of which the shortest text with an exponent is given.
    fn divides_text(self, text: &impl fmt::Display) -> bool {
        let mut read = Decimal::default();
        write!(read, "{text}").is_ok() && read.is_multiple_of(self)
    }

    /// Returns the digits of two divisors with the same number of decimal places.
    const fn aligned(self, other: Self) -> (u128, u128) {
        let (one, two) = (self.digits as u128, other.digits as u128);
        (one * 10_u128.pow(other.places), two * 10_u128.pow(self.places))
    }
}

impl Divisor {
    /// Writes the divisor into a message of the compiler.
    pub(crate) const fn shown<const CAPACITY: usize>(self, message: Message<CAPACITY>) -> Message<CAPACITY> {
        let scale = 10_u64.pow(self.places);
        let message = message.integer((self.digits / scale) as i128);
        if self.places == 0 {
            return message;
        }
        let (mut message, mut rest, mut scale) = (message.text("."), self.digits % scale, scale);
        while scale > 1 {
            scale /= 10;
            message = message.integer((rest / scale) as i128);
            rest %= scale;
        }
        message
    }
}

impl fmt::Display for Divisor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.shown(Message::<64>::EMPTY).show())
    }
}

/// A number that is read from its text, such as `-1.25e-3`, without an allocation.
#[derive(Default)]
struct Decimal {
    digits: u64,
    places: i32,
    exponent: i32,
    is_after_point: bool,
    is_exponent: bool,
    is_small: bool,
}

impl Decimal {
    fn is_multiple_of(&self, divisor: Divisor) -> bool {
        let exponent = if self.is_small { -self.exponent } else { self.exponent };
        // Both have the same number of decimal places after this power of ten is applied to one of them.
        let power = exponent - self.places + i32::try_from(divisor.places).unwrap_or_default();
        let (digits, divisor) = (u128::from(self.digits), u128::from(divisor.digits));
        if digits == 0 {
            return true;
        }
        match u32::try_from(power) {
            Ok(power) => {
                let step = |rest: u128, _| rest * 10 % divisor;
                (0..power).fold(digits % divisor, step) == 0
            }
            // Digits that end with so many zeros are more than a floating-point number has.
            Err(_) => 10_u128
                .checked_pow(power.unsigned_abs())
                .and_then(|scale| divisor.checked_mul(scale))
                .is_some_and(|divisor| digits.is_multiple_of(divisor)),
        }
    }
}

impl fmt::Write for Decimal {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for byte in text.bytes() {
            match byte {
                b'0'..=b'9' if self.is_exponent => self.exponent = self.exponent * 10 + i32::from(byte - b'0'),
                b'0'..=b'9' => {
                    self.digits = self.digits * 10 + u64::from(byte - b'0');
                    self.places += i32::from(self.is_after_point);
                }
                b'.' => self.is_after_point = true,
                b'e' => self.is_exponent = true,
                b'-' => self.is_small = self.is_exponent,
                // Neither an infinite number nor one that is none is a multiple.
                _ => return Err(fmt::Error),
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Divisor, Measure};

    #[test]
    fn numbers_are_checked_by_their_decimal_text() {
        let cases: [(Divisor, f64, bool); 16] = [
            (Divisor::new(1, 2), 0.07, true),
            (Divisor::new(1, 2), 0.1 + 0.2, false),
            (Divisor::new(1, 2), -19.99, true),
            (Divisor::new(1, 2), 0.075, false),
            (Divisor::new(1, 1), 0.3, true),
            (Divisor::new(25, 1), 7.5, true),
            (Divisor::new(25, 1), 6.0, false),
            (Divisor::new(3, 0), 1e300, false),
            (Divisor::new(5, 0), 1e300, true),
            (Divisor::new(5, 0), 5e-324, false),
            (Divisor::new(1, 18), 1e-18, true),
            (Divisor::new(1, 18), 1e-19, false),
            (Divisor::new(7, 0), 0.0, true),
            (Divisor::new(7, 0), -0.0, true),
            (Divisor::new(7, 0), f64::INFINITY, false),
            (Divisor::new(7, 0), f64::NAN, false),
        ];
        for (divisor, number, expected) in cases {
            assert_eq!(divisor.divides(Measure::Number(number)), expected, "{number} and {divisor}");
        }
        assert!(Divisor::new(1, 2).divides(Measure::Single(0.07)));
    }

    #[test]
    fn divisors_are_shown_as_they_are_written() {
        let cases = [
            ((1, 2), "0.01"),
            ((250, 2), "2.5"),
            ((100, 2), "1"),
            ((u64::MAX, 0), "18446744073709551615"),
            ((1, 18), "0.000000000000000001"),
        ];
        for ((digits, places), text) in cases {
            assert_eq!(Divisor::new(digits, places).to_string(), text);
        }
    }

    #[test]
    fn a_common_divisor_is_the_least_one() {
        let common = |one, other| Divisor::common(one, other).map(|common| common.to_string());
        assert_eq!(common(Divisor::new(4, 0), Divisor::new(6, 0)).as_deref(), Some("12"));
        assert_eq!(common(Divisor::new(25, 1), Divisor::new(2, 0)).as_deref(), Some("10"));
        assert_eq!(common(Divisor::new(15, 2), Divisor::new(1, 1)).as_deref(), Some("0.3"));
        assert_eq!(common(Divisor::new(u64::MAX, 0), Divisor::new(2, 0)), None);
    }

    proptest! {
        #[test]
        fn integers_are_multiples_as_the_remainder_says(digits in 1_u64..1000, places in 0_u32..4, number in -100_000_i64..100_000) {
            let divisor = Divisor::new(digits, places);
            let expected = i128::from(number) * 10_i128.pow(places) % i128::from(digits) == 0;
            prop_assert_eq!(divisor.divides_integer(number.into()), expected);
            #[expect(clippy::cast_precision_loss, reason = "the numbers are below 2^53")]
            let float = number as f64;
            prop_assert_eq!(divisor.divides(Measure::Number(float)), expected);
        }

        #[test]
        fn a_multiple_of_a_multiple_is_a_multiple(
            (other, places) in (1_u64..500, 0_u32..4),
            factor in 1_u64..500,
            number in -1000_i128..1000,
        ) {
            let (one, other) = (Divisor::new(other * factor, places), Divisor::new(other, places));
            prop_assert!(one.is_multiple_of(other));
            prop_assert_eq!(other.is_multiple_of(one), factor == 1);
            let multiple = number * i128::from(one.of_integers().digits());
            prop_assert!(one.divides_integer(multiple) && other.divides_integer(multiple));
        }

        #[test]
        fn a_multiple_of_two_divisors_is_one_of_their_common_divisor(
            (one, places) in (1_u64..500, 0_u32..4),
            (other, more) in (1_u64..500, 0_u32..4),
            number in -1000_i64..1000,
        ) {
            let (one, other) = (Divisor::new(one, places), Divisor::new(other, more));
            let common = one.common(other).unwrap();
            prop_assert!(common.is_multiple_of(one) && common.is_multiple_of(other));
            prop_assert_eq!(
                common.divides_integer(number.into()),
                one.divides_integer(number.into()) && other.divides_integer(number.into())
            );
        }
    }
}
