//! The three outcomes of a call.

use super::api_error::ApiError;

/// The outcome of a call.
#[derive(Debug)]
pub enum Outcome<T, E> {
    /// The call succeeded.
    Value(T),
    /// The API answered with an error.
    Answered(E),
    /// Transport, codec or caller failed.
    Failed(E),
}

impl<T, E> Outcome<T, E> {
    /// Converts the outcome back to a result. The inverse of [`OutcomeExt::outcome`].
    ///
    /// # Errors
    /// Returns the error of `Answered` and of `Failed`.
    pub fn into_result(self) -> Result<T, E> {
        match self {
            Self::Value(value) => Ok(value),
            Self::Answered(error) | Self::Failed(error) => Err(error),
        }
    }
}

/// The conversion of a call's result to its outcome.
pub trait OutcomeExt<T, E> {
    /// Converts a result to its outcome: an error becomes `Answered` or `Failed`.
    ///
    /// ```
    /// use api_core::ApiError;
    /// use api_core::error::{Answer, Failure, FailureKind, Outcome, OutcomeExt};
    ///
    /// #[derive(Debug, ApiError)]
    /// enum RoomsError {
    ///     #[error(status = 404)]
    ///     NoSuchRoom,
    ///     #[error(unknown)]
    ///     Unknown(Answer),
    ///     #[error(failure)]
    ///     Failed(Failure),
    /// }
    ///
    /// let answered: Result<(), RoomsError> = Err(RoomsError::NoSuchRoom);
    /// assert!(matches!(answered.outcome(), Outcome::Answered(RoomsError::NoSuchRoom)));
    ///
    /// let timeout = Failure::new(FailureKind::Timeout, "no response within 5 s");
    /// let failed: Result<(), RoomsError> = Err(RoomsError::Failed(timeout));
    /// assert!(matches!(failed.outcome(), Outcome::Failed(_)));
    /// ```
    fn outcome(self) -> Outcome<T, E>;
}

impl<T, E: ApiError> OutcomeExt<T, E> for Result<T, E> {
    fn outcome(self) -> Outcome<T, E> {
        match self {
            Ok(value) => Outcome::Value(value),
            Err(error) if error.failure().is_some() => Outcome::Failed(error),
            Err(error) => Outcome::Answered(error),
        }
    }
}
