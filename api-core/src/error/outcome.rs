//! The three outcomes of a call.

use super::api_error::ApiError;

/// The three outcomes of a call.
#[derive(Debug)]
pub enum Outcome<T, E> {
    /// It worked.
    Value(T),
    /// The API answered an error.
    Answered(E),
    /// Connection, protocol, codec or caller broke.
    Failed(E),
}

impl<T, E> Outcome<T, E> {
    /// The outcome as a result again, so that a sequence ends with it where it is no value: the reverse of a *try*.
    ///
    /// # Errors
    /// The error, whether it was answered or not.
    pub fn into_result(self) -> Result<T, E> {
        match self {
            Self::Value(value) => Ok(value),
            Self::Answered(error) | Self::Failed(error) => Err(error),
        }
    }
}

/// Tells the three outcomes of a result apart.
pub trait OutcomeExt<T, E> {
    /// The result as a value that always succeeds: a *try*.
    ///
    /// ```
    /// use api_core::error::{Failure, FailureKind, Outcome, OutcomeExt};
    /// # use api_core::error::{Answer, ApiError, ErrorDocument, ErrorFormat, ProblemDetails};
    /// # #[derive(Debug)] struct E(Failure);
    /// # impl std::fmt::Display for E { fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) } }
    /// # impl std::error::Error for E {}
    /// # impl ApiError for E {
    /// #     const CASES: &'static [api_core::description::ErrorCase] = &[];
    /// #     const FORMAT: &'static dyn ErrorFormat = &ProblemDetails;
    /// #     fn from_answer(_: Answer) -> Self { unreachable!() }
    /// #     fn from_failure(failure: Failure) -> Self { Self(failure) }
    /// #     fn failure(&self) -> Option<&Failure> { Some(&self.0) }
    /// #     fn document(&self) -> ErrorDocument { ErrorDocument::new(http::StatusCode::INTERNAL_SERVER_ERROR, "internal") }
    /// # }
    /// let result: Result<(), E> = Err(E::from_failure(Failure::new(FailureKind::Timeout, "no answer within 5 s")));
    /// assert!(matches!(result.outcome(), Outcome::Failed(_)));
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
