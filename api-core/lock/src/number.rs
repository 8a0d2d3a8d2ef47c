//! The numbers of constraints: the ends of ranges, and what values are multiples of.

use std::fmt;

/// One end of a range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Limit {
    /// An integer.
    Integer(i128),
    /// A floating-point number.
    Number(f64),
}

/// The number that a value is a multiple of: a decimal greater than zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Divisor {
    digits: u64,
    places: u32,
}

/// Why a text is no divisor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoDivisor {
    /// It is no decimal number.
    Malformed,
    /// It is zero or less.
    NotPositive,
    /// It has more than 18 decimal places, or more digits than every reader of JSON keeps.
    TooLong,
}

/// Maximum number of decimal places.
const MOST_PLACES: u32 = 18;

/// The digits of a divisor with decimal places are fewer.
const MOST_DIGITS: u64 = 1_000_000_000_000_000;

impl Divisor {
    /// Reads a decimal, such as `5`, `0.01` or `1e-2`.
    ///
    /// # Errors
    ///
    /// Returns an error for another text, for numbers that are not greater than zero, for more than 18 decimal places,
    /// and for more than 15 digits if there are decimal places.
    pub fn parse(text: &str) -> Result<Self, NoDivisor> {
        let (number, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let exponent: i32 = exponent.parse().map_err(|_| NoDivisor::Malformed)?;
        let (is_negative, number) = number.strip_prefix('-').map_or((false, number), |number| (true, number));
        let (whole, part) = number.split_once('.').unwrap_or((number, ""));
        let part = part.trim_end_matches('0');
        let all = format!("{whole}{part}");
        if whole.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NoDivisor::Malformed);
        }
        let digits = all.trim_start_matches('0');
        if digits.is_empty() || is_negative {
            return Err(NoDivisor::NotPositive);
        }
        let mut digits: u64 = digits.parse().map_err(|_| NoDivisor::TooLong)?;
        let mut places = i32::try_from(part.len()).map_err(|_| NoDivisor::TooLong)?.saturating_sub(exponent);
        while places < 0 {
            (digits, places) = (digits.checked_mul(10).ok_or(NoDivisor::TooLong)?, places + 1);
        }
        while places > 0 && digits.is_multiple_of(10) {
            (digits, places) = (digits / 10, places - 1);
        }
        let places = u32::try_from(places).map_err(|_| NoDivisor::TooLong)?;
        if places > MOST_PLACES || places > 0 && digits >= MOST_DIGITS {
            return Err(NoDivisor::TooLong);
        }
        Ok(Self { digits, places })
    }

    /// Returns the digits, without the decimal point.
    pub fn digits(self) -> u64 {
        self.digits
    }

    /// Returns the number of decimal places.
    pub fn places(self) -> u32 {
        self.places
    }

    /// Returns the divisor of the integers that are multiples of this one.
    #[must_use]
    pub fn of_integers(self) -> Self {
        let without = |digits: u64, factor: u64| {
            let factors = (0..self.places).take_while(|power| digits.is_multiple_of(factor.pow(*power + 1))).count();
            digits / factor.pow(u32::try_from(factors).unwrap_or_default())
        };
        Self { digits: without(without(self.digits, 2), 5), places: 0 }
    }

    /// Returns whether a multiple lies between two limits, both included. Also true if they have too many digits.
    pub fn has_multiple(self, least: Limit, most: Limit) -> bool {
        let quotient = |limit: Limit| {
            let (number, places) = decimal(limit)?;
            let number = number.checked_mul(10_i128.pow(self.places))?;
            let digits = i128::from(self.digits).checked_mul(10_i128.checked_pow(places)?)?;
            Some((number.div_euclid(digits), number.rem_euclid(digits)))
        };
        let (Some((least, rest)), Some((most, _))) = (quotient(least), quotient(most)) else { return true };
        least + i128::from(rest > 0) <= most
    }
}

/// Returns a limit as digits and a number of decimal places.
fn decimal(limit: Limit) -> Option<(i128, u32)> {
    let number = match limit {
        Limit::Integer(number) => return Some((number, 0)),
        // Its shortest decimal text, without an exponent.
        Limit::Number(number) => number.to_string(),
    };
    let (whole, part) = number.split_once('.').unwrap_or((&number, ""));
    Some((format!("{whole}{part}").parse().ok()?, u32::try_from(part.len()).ok()?))
}

impl fmt::Display for Limit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(limit) => limit.fmt(formatter),
            // With a point, so that it is no integer when it is read.
            Self::Number(limit) => write!(formatter, "{limit:?}"),
        }
    }
}

impl fmt::Display for Divisor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = 10_u64.pow(self.places);
        write!(formatter, "{}", self.digits / scale)?;
        match self.places {
            0 => Ok(()),
            places => write!(formatter, ".{:0width$}", self.digits % scale, width = places as usize),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Divisor, Limit, NoDivisor};

    #[test]
    fn texts_are_divisors_or_say_why_not() {
        let cases = [
            ("5", Ok("5")),
            ("0.01", Ok("0.01")),
            ("1e-2", Ok("0.01")),
            ("2.50", Ok("2.5")),
            ("1.0", Ok("1")),
            ("1.5e3", Ok("1500")),
            ("18446744073709551615", Ok("18446744073709551615")),
            ("0.000000000000000001", Ok("0.000000000000000001")),
            ("0", Err(NoDivisor::NotPositive)),
            ("0.00", Err(NoDivisor::NotPositive)),
            ("-5", Err(NoDivisor::NotPositive)),
            ("1e-19", Err(NoDivisor::TooLong)),
            ("1e-2147483648", Err(NoDivisor::TooLong)),
            ("1e2147483647", Err(NoDivisor::TooLong)),
            ("18446744073709551616", Err(NoDivisor::TooLong)),
            ("0.1234567890123456", Err(NoDivisor::TooLong)),
            ("", Err(NoDivisor::Malformed)),
            ("five", Err(NoDivisor::Malformed)),
            ("1.5.2", Err(NoDivisor::Malformed)),
        ];
        for (text, expected) in cases {
            assert_eq!(Divisor::parse(text).map(|divisor| divisor.to_string()), expected.map(str::to_owned), "{text}");
        }
    }

    #[test]
    fn of_a_decimal_the_integers_have_a_divisor_of_their_own() {
        for (text, integers) in [("0.5", "1"), ("2.5", "5"), ("0.01", "1"), ("7.5", "15"), ("12", "12"), ("1.6", "8")] {
            assert_eq!(Divisor::parse(text).unwrap().of_integers().to_string(), integers, "{text}");
        }
    }

    #[test]
    fn multiples_are_looked_for_between_exact_limits() {
        let cases = [
            ("10", Limit::Integer(1), Limit::Integer(9), false),
            ("10", Limit::Integer(1), Limit::Integer(10), true),
            ("10", Limit::Integer(-9), Limit::Integer(0), true),
            ("10", Limit::Integer(-9), Limit::Integer(-1), false),
            ("0.01", Limit::Number(0.071), Limit::Number(0.079), false),
            ("0.01", Limit::Number(0.07), Limit::Number(0.07), true),
            ("0.3", Limit::Integer(1), Limit::Number(1.1), false),
            ("0.3", Limit::Integer(1), Limit::Number(1.2), true),
            ("3", Limit::Number(1e300), Limit::Number(1e300), true),
        ];
        for (divisor, least, most, expected) in cases {
            assert_eq!(
                Divisor::parse(divisor).unwrap().has_multiple(least, most),
                expected,
                "{divisor} {least} {most}"
            );
        }
    }
}
