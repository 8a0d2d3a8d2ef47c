//! Queries of URIs, in both directions: a struct has a key for each field, other types have one key.

mod decode;
mod encode;
mod error;
mod flag;
mod nested;
mod pairs;
mod problems;

pub use self::decode::{decode, decode_rest, decode_styled, decode_text};
pub use self::encode::{encode, encode_styled};
pub use self::error::QueryError;
pub use self::flag::Flag;
pub(crate) use self::pairs::keep_reserved;
pub use self::pairs::{Lookup, Pair, Pairs, Query};
pub(crate) use self::problems::{is_known, undeclared_keys};

#[cfg(test)]
mod tests;
