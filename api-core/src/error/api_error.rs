//! The trait of an API's error type: its error responses, and failures.

use crate::description::ErrorCase;

use super::answer::Answer;
use super::document::{ErrorDocument, ErrorFormat};
use super::failure::Failure;
use super::retry::RetryAdvice;

/// The error type of an API's methods. Derive it for an enum.
///
/// Two variants complete it: one for an [`Answer`] whose kind is unknown, so that clients work with newer servers, and
/// one for a [`Failure`].
///
/// ```
/// use api_core::ApiError;
/// use api_core::error::{Answer, Failure};
///
/// #[derive(Debug, ApiError)]
/// enum RoomsError {
///     /// There is no such room.
///     #[error(status = 404)]
///     NoSuchRoom(String),
///     #[error(unknown)]
///     Unknown(Answer),
///     #[error(failure)]
///     Failed(Failure),
/// }
///
/// let document = RoomsError::NoSuchRoom("there is no room 7".to_owned()).document();
/// assert_eq!((document.status.as_u16(), &*document.kind), (404, "no_such_room"));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not implement `ApiError`",
    label = "this error type",
    note = "add `#[derive(Debug, ApiError)]` and give each variant `#[error(status = 404, kind = \"…\")]`; one variant takes `#[error(unknown)]`, one `#[error(failure)]`"
)]
pub trait ApiError: std::error::Error + Sized + Send + 'static {
    /// The possible error responses, for documents and contracts.
    const CASES: &'static [ErrorCase];

    /// The format of error responses, those of the framework included.
    const FORMAT: &'static dyn ErrorFormat;

    /// Creates the error of a response that is no value of its endpoint.
    fn from_answer(answer: Answer) -> Self;

    /// Wraps a failure.
    fn from_failure(failure: Failure) -> Self;

    /// Returns the failure. `None` if the error is an error response.
    fn failure(&self) -> Option<&Failure>;

    /// Returns the document to answer with. That of a failure is an internal error without details.
    fn document(&self) -> ErrorDocument;

    /// Returns whether and when the request can be repeated.
    fn retry(&self) -> RetryAdvice {
        if self.failure().is_some_and(|failure| failure.is_transport() || failure.is_timeout()) {
            return RetryAdvice::Backoff;
        }
        let document = self.document();
        RetryAdvice::for_status(document.status, document.retry_after)
    }
}
