//! Shapes of the types that are not ours.
//!
//! Left out on purpose: 128-bit integers (JSON readers do not keep them exact) and `Duration` (serde's form is
//! a pair of seconds and nanoseconds that no other language expects).

mod collections;
mod foreign;
mod json;
mod pointers;
mod scalars;
mod tuples;
