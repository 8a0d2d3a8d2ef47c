//! The value and error types of an endpoint's return type.

/// The parts of a `Result`, found through the type system, so that a method can return an alias of `Result`.
#[diagnostic::on_unimplemented(
    message = "an endpoint must return a `Result`, not `{Self}`",
    label = "this return type",
    note = "write `Result<T, E>` where `E` is the API's error type"
)]
pub trait Fallible {
    /// The type of the value.
    type Value;
    /// The type of the error.
    type Error;
    /// Returns the result.
    fn into_result(self) -> Result<Self::Value, Self::Error>;
}

impl<T, E> Fallible for Result<T, E> {
    type Value = T;
    type Error = E;

    fn into_result(self) -> Self {
        self
    }
}
