//! The three outcomes of a call, and what the framework itself answers.
//!
//! A call gives a value, an error *the API answered*, or a failure *of the machinery*. An API's error type holds the last two
//! ([`ApiError`]); `?` passes both on, [`OutcomeExt::outcome`] tells them apart.

mod answer;
mod api_error;
mod detail;
mod document;
mod failure;
mod outcome;
mod problem;
mod rejection;
mod response;
mod retry;

pub use answer::Answer;
pub use api_error::ApiError;
pub use detail::{Attributes, ErrorDetail, RetryAfter};
pub use document::{ErrorDocument, ErrorFormat, ProblemDetails};
pub use failure::{Failure, FailureKind};
pub use outcome::{Outcome, OutcomeExt};
pub use problem::{Problem, ProblemKind};
pub use rejection::{Phase, Rejection};
pub use response::error_response;
pub use retry::{RetryAdvice, retry_after};
