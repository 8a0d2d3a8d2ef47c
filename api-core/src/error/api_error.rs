//! The error type of an API: both what it answers and what failed on the way.

use std::borrow::Cow;
use std::time::Duration;

use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::body::Body;
use crate::description::ErrorCase;

use super::{Answer, ErrorDocument, ErrorFormat, Failure, RetryAdvice, document};

/// An error type that can stand in an API's methods. Derive it: `#[derive(Debug, ApiError)]`.
///
/// Two catch-alls make it complete: an answer it does not know, so that a client survives a newer server, and a [`Failure`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no mapping to statuses, so it cannot be an API's error type",
    label = "this error type",
    note = "add `#[derive(Debug, ApiError)]` and give each variant `#[error(status = 404, kind = \"…\")]`; one variant takes `#[error(unknown)]`, one `#[error(failure)]`"
)]
pub trait ApiError: std::error::Error + Sized + Send + 'static {
    /// What it can answer, for documents and contracts.
    const CASES: &'static [ErrorCase];

    /// How errors are written, the framework's own included.
    const FORMAT: &'static dyn ErrorFormat;

    /// Reads an answer outside 2xx.
    fn from_answer(answer: Answer) -> Self;

    /// Wraps a failure of the machinery.
    fn from_failure(failure: Failure) -> Self;

    /// The failure, if it is one and not an answer.
    fn failure(&self) -> Option<&Failure>;

    /// The document to answer with; a failure becomes an internal error that says nothing.
    fn document(&self) -> ErrorDocument;

    /// Whether and when to try again.
    fn retry(&self) -> RetryAdvice {
        if self.failure().is_some_and(|failure| failure.is_transport() || failure.is_timeout()) {
            return RetryAdvice::Backoff;
        }
        let document = self.document();
        RetryAdvice::for_status(document.status, document.retry_after)
    }
}

/// What a variant of an error enum carries over the wire.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be carried by an error variant",
    label = "this field",
    note = "use `String` for the description, `RetryAfter` for when to come back, or `Attributes<T>` with a serde type for details"
)]
pub trait ErrorDetail: Sized {
    /// Puts the detail into a document.
    fn write(&self, document: &mut ErrorDocument);

    /// Reads it back; `None` if the document lacks it.
    fn read(document: &ErrorDocument) -> Option<Self>;
}

impl ErrorDetail for String {
    fn write(&self, document: &mut ErrorDocument) {
        document.description = Some(Cow::Owned(self.clone()));
    }

    fn read(document: &ErrorDocument) -> Option<Self> {
        document.description.as_ref().map(|description| description.clone().into_owned())
    }
}

/// When to come back, as a detail of an error: sent and read as `Retry-After` in whole seconds.
///
/// A variant that carries it keeps the server's word, on a client and through a proxy; one that does not forgets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryAfter(pub Duration);

impl ErrorDetail for RetryAfter {
    fn write(&self, document: &mut ErrorDocument) {
        document.retry_after = Some(self.0);
    }

    fn read(document: &ErrorDocument) -> Option<Self> {
        document.retry_after.map(Self)
    }
}

/// Details of an error as a serde value: a document's `attributes`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attributes<T>(pub T);

impl<T: Serialize + DeserializeOwned> ErrorDetail for Attributes<T> {
    fn write(&self, document: &mut ErrorDocument) {
        document.attributes = serde_json::to_value(&self.0).ok();
    }

    fn read(document: &ErrorDocument) -> Option<Self> {
        serde_json::from_value(document.attributes.clone()?).ok().map(Self)
    }
}

/// The parts of a `Result`, found through the type system, so that aliases of it work in a trait.
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

/// A document as a response.
pub fn error_response(format: &dyn ErrorFormat, document: &ErrorDocument) -> Response<Body> {
    let mut response = Response::new(Body::from(format.encode(document)));
    *response.status_mut() = document.status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    if let Some(after) = document::retry_after_header(document) {
        response.headers_mut().insert(RETRY_AFTER, after);
    }
    response
}
