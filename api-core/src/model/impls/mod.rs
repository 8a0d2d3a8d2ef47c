//! Shapes of the types that are not ours.
//!
//! Left out on purpose: 128-bit integers (JSON readers do not keep them exact), `Duration` (serde's form is
//! a pair of seconds and nanoseconds that no other language expects), and `bytes::Bytes` (a list of numbers;
//! whoever wants that should say `Vec<u8>`).

mod collections;
mod foreign;
mod json;
mod pointers;
mod scalars;
mod tuples;
