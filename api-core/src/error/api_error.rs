//! The error type of an API: what it answers, and what failed on the way.

use crate::description::ErrorCase;

use super::answer::Answer;
use super::document::{ErrorDocument, ErrorFormat};
use super::failure::Failure;
use super::retry::RetryAdvice;

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
