//! Chatkit as annotated traits.

pub mod domain;
pub mod model;
