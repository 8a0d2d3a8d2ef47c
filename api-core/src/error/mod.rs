//! The three outcomes of a call, and the errors that the framework answers with itself.
//!
//! A call returns a value, an *error response* of the API, or a *failure* of transport, codec or caller. An API's error
//! type ([`ApiError`]) holds the last two, so `?` propagates both. [`OutcomeExt::outcome`] distinguishes them.

mod answer;
mod api_error;
mod by_status;
mod detail;
mod document;
mod end;
mod failure;
pub(crate) mod forward;
mod outcome;
mod problem;
mod ready_made;
mod rejection;
mod response;
mod retry;

pub use answer::Answer;
pub use api_error::ApiError;
pub use by_status::ByStatus;
pub use detail::{Attributes, ErrorDetail, RetryAfter};
pub use document::{ErrorDocument, ErrorFormat, ProblemDetails};
pub(crate) use end::in_format as end_in_format;
pub use failure::{Failure, FailureKind};
pub use outcome::{Outcome, OutcomeExt};
pub use problem::{Problem, ProblemKind};
pub use ready_made::Error;
pub use rejection::{Phase, Rejection};
pub(crate) use response::constant_response;
pub use response::error_response;
pub use retry::{RetryAdvice, retry_after};
