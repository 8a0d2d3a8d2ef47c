//! The three outcomes of a call, and what the framework itself answers.
//!
//! A call gives a value, an error *the API answered*, or a failure *of the machinery*. An API's error type holds the last two
//! ([`ApiError`]); `?` passes both on, [`OutcomeExt::outcome`] tells them apart.

mod answer;
mod api_error;
mod document;
mod failure;
mod problem;
mod rejection;
mod retry;

pub use answer::Answer;
pub use api_error::{ApiError, Attributes, ErrorDetail, Fallible, Outcome, OutcomeExt, RetryAfter, error_response};
pub use document::{ErrorDocument, ErrorFormat, ProblemDetails};
pub use failure::{Failure, FailureKind};
pub use problem::{Problem, ProblemKind};
pub use rejection::{Phase, Rejection};
pub use retry::{RetryAdvice, retry_after};
