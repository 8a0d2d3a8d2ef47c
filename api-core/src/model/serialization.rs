//! Whether a type implements serde's `Serialize`, as a constant of generated code.

use std::marker::PhantomData;

use serde::Serialize;

/// The answer for `T`. Its own constant hides that of [`NoSerialization`].
#[derive(Debug)]
pub struct Serialization<T>(PhantomData<T>);

impl<T: Serialize> Serialization<T> {
    /// The type implements the trait.
    pub const EXISTS: bool = true;
}

/// The answer for all other types.
pub trait NoSerialization {
    /// The type does not implement the trait.
    const EXISTS: bool = false;
}

impl<T> NoSerialization for Serialization<T> {}

/// Refuses a declaration.
///
/// # Panics
/// Panics with the message if the condition holds, which is a compile error in a constant.
#[track_caller]
pub const fn refuse_if(condition: bool, message: &str) {
    assert!(!condition, "{}", message);
}
