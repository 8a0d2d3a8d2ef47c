//! Codecs: one place of a message each, both directions.

pub mod query;
pub mod scalar;
