//! The query of a URL, both ways: structs from their keys, scalars, options and lists from one key.

mod decode;
mod encode;
mod flag;
mod pairs;
mod problem;
mod survey;

pub use self::decode::decode;
pub use self::encode::encode;
pub use self::flag::Flag;
pub use self::pairs::{Lookup, Pair, Pairs, Query};
pub use self::problem::Problem;
pub(crate) use self::survey::strangers;

#[cfg(test)]
mod tests;
