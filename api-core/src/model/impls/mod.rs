//! Shapes of types from the standard library and from other crates.
//!
//! Deliberately without a shape: 128-bit integers (JSON readers do not keep them exact) and `Duration` (serde writes
//! an object of seconds and nanoseconds, which is uncommon outside Rust).

mod collections;
mod foreign;
mod json;
mod pointers;
mod scalars;
mod tuples;
