//! Random JSON values from shapes, for laws and mocks. The same seed yields the same values.

mod pattern;
mod random;
mod refusal;
mod text;
mod values;

use api_core::model::Shape;
use serde_json::Value;

pub use self::random::SmallRandom;
pub use self::refusal::Refusal;

/// Returns a random value that types of the shape can be decoded from, and that satisfies its constraints.
///
/// Extreme values are frequent: the ends of integer ranges, empty texts and lists, characters beyond ASCII. The values
/// of recursive types end after a few levels.
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
/// Returns a refusal if no value can be generated, for example for a pattern that is not supported or an unknown text
/// format.
pub fn value(shape: &Shape, random: &mut SmallRandom) -> Result<Value, Refusal> {
    values::Generator::new(random).shape(shape)
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod types;
