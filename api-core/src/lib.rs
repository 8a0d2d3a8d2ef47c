//! The vocabulary of a declarative typed API: description, models, routing context, codecs, errors, client.

#![forbid(unsafe_code)]

extern crate self as api_core;

pub mod codec;
pub mod dialect;
#[cfg(feature = "laws")]
pub mod generate;
pub mod model;

pub use self::model::Model;
