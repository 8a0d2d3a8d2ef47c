//! The types that a generated type names in its parameters.

/// A type that is the value of a parameter. The only implementation for a type determines both parameters.
pub trait Names<const INDEX: u8> {
    /// The type itself.
    type Types;
}

impl<T> Names<0> for T {
    type Types = T;
}
