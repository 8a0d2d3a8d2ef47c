//! Tests for typed APIs, derived from their descriptions.
//!
//! [`laws`] checks what holds for every API: codecs that are inverse, routing that equals its specification, refusals without a 5xx.
//! [`generate`] makes values from shapes. [`laws::Mock`] answers any API with generated values.

pub mod everything;
pub mod foreign;
pub mod generate;
pub mod laws;
