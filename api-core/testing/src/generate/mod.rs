//! Random JSON values from shapes, the same for the same seed; what laws and mocks are fed with.

mod pattern;
mod random;
mod text;
mod values;

use std::fmt;

use serde_json::Value;

pub use self::random::SmallRandom;
use api_core::model::Shape;

/// A value that a reader of the shape accepts, constraints kept.
///
/// Extremes are frequent: the ends of integer ranges, empty texts and lists, characters beyond ASCII. Recursive
/// types end after a few levels.
///
/// ```
/// use api_testing::generate::{SmallRandom, value};
/// use api_core::model::Model;
///
/// let mut random = SmallRandom::new(7);
/// let list = value(Vec::<u8>::SHAPE, &mut random).unwrap();
/// assert!(serde_json::from_value::<Vec<u8>>(list).is_ok());
/// ```
///
/// # Errors
///
/// If the shape asks for text that cannot be made up: a pattern beyond the simple ones, or an unknown format of
/// the type itself.
pub fn value(shape: &Shape, random: &mut SmallRandom) -> Result<Value, Refusal> {
    values::Generator::new(random).shape(shape)
}

/// Why no value can be made up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The pattern is beyond literals, classes, groups, alternatives and repetitions, or clashes with a length.
    Pattern(String),
    /// The type insists on a format that the generator does not know.
    Format(String),
    /// The constraints leave nothing, or the type has no finite value.
    Nothing(String),
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pattern(pattern) => write!(formatter, "no text can be made up for the pattern `{pattern}`"),
            Self::Format(format) => write!(formatter, "no text can be made up for the format `{format}`"),
            Self::Nothing(what) => write!(formatter, "no value can be made up for {what}"),
        }
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests;
