//! The query of a URL, both ways: structs from their keys, scalars, options and lists from one key.

mod decode;
mod encode;
mod error;
mod flag;
mod pairs;
mod survey;

pub use self::decode::decode;
pub use self::encode::encode;
pub use self::error::QueryError;
pub use self::flag::Flag;
pub use self::pairs::{Lookup, Pair, Pairs, Query};
pub(crate) use self::survey::undeclared_keys;

#[cfg(test)]
mod tests;
