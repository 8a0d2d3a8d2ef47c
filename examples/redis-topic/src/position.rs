//! The position of an entry in a log.

use std::fmt;
use std::str::FromStr;

/// The position of an entry in a log: the id of the entry in Redis' stream. Later entries have greater positions.
///
/// It is printed and parsed in Redis' notation, milliseconds and a number within the millisecond:
///
/// ```
/// use redis_topic::Position;
///
/// let position: Position = "1760000000000-2".parse()?;
/// assert!(position > Position::ZERO && position < "1760000000001-0".parse()?);
/// assert_eq!(position.to_string(), "1760000000000-2");
/// # Ok::<(), redis_topic::InvalidPosition>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    milliseconds: u64,
    sequence: u64,
}

impl Position {
    /// The position before every entry. No entry has it.
    pub const ZERO: Self = Self { milliseconds: 0, sequence: 0 };

    /// Returns the position of the entry `count` before this one, if both were appended in one step.
    pub(crate) fn before(self, count: usize) -> Self {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        Self { sequence: self.sequence.saturating_sub(count), ..self }
    }
}

/// The error of a text that is no position.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a position of a log: expected `<milliseconds>-<number>`, for example `1760000000000-0`")]
pub struct InvalidPosition;

impl FromStr for Position {
    type Err = InvalidPosition;

    fn from_str(text: &str) -> Result<Self, InvalidPosition> {
        let (milliseconds, sequence) = text.split_once('-').ok_or(InvalidPosition)?;
        let number = |digits: &str| {
            let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
            digits.parse().ok().filter(|_| is_number).ok_or(InvalidPosition)
        };
        Ok(Self { milliseconds: number(milliseconds)?, sequence: number(sequence)? })
    }
}

impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{}", self.milliseconds, self.sequence)
    }
}

#[cfg(test)]
mod tests {
    use super::{InvalidPosition, Position};

    #[test]
    fn only_the_notation_of_redis_is_a_position() {
        for text in ["0-0", "1760000000000-18", "18446744073709551615-18446744073709551615"] {
            assert_eq!(text.parse::<Position>().map(|position| position.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "1", "-", "1-", "-1", "1-2-3", "+1-2", "1 -2", "x-1", "18446744073709551616-0", "$", "1-*"] {
            assert_eq!(text.parse::<Position>(), Err(InvalidPosition), "{text:?}");
        }
    }

    #[test]
    fn positions_are_ordered_as_numbers() {
        let ordered = ["0-0", "0-1", "9-9", "10-0", "10-2", "10-10"].map(|text| text.parse::<Position>().unwrap());
        assert!(ordered.is_sorted());
    }
}
