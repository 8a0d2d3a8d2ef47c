//! Shapes of types from the standard library and from other crates.
//!
//! Deliberately without a shape:
//!
//! - `u128` and `i128`. Serde's buffers (`flatten`, `tag`, `untagged`), `serde_json::Value` and the JSON readers of
//!   other
//!   languages do not keep them exact. They are sent as text.
//! - `()`. It is the answer without a body, and every model is an answer with one. A unit struct is `null`.
//! - `SystemTime`, which serde writes as an object of two numbers that no other language reads as a point in time.

mod collections;
mod duration;
mod foreign;
mod json;
mod pointers;
mod scalars;
mod tuples;
