//! The query of a URL, both ways: structs from their keys, scalars, options and lists from one key.

mod decode;
mod encode;
mod pairs;
mod problem;
mod survey;

pub use self::decode::decode;
pub use self::encode::encode;
pub use self::pairs::{Lookup, Pair, Pairs, Query};
pub use self::problem::Problem;

#[cfg(test)]
mod tests;
