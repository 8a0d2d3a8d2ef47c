//! The value and error types of an endpoint's return type.

/// The parts of a `Result`. Found through the type system, so that aliases of `Result` work in a trait.
#[diagnostic::on_unimplemented(
    message = "an endpoint must return a `Result`, not `{Self}`",
    label = "this return type",
    note = "write `Result<T, E>` where `E` is the API's error type"
)]
pub trait Fallible {
    /// The value.
    type Value;
    /// The error.
    type Error;
    /// The result itself.
    fn into_result(self) -> Result<Self::Value, Self::Error>;
}

impl<T, E> Fallible for Result<T, E> {
    type Value = T;
    type Error = E;

    fn into_result(self) -> Self {
        self
    }
}
