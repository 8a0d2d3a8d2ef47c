//! Errors in forms that other derives have, and values in the wrong place.

use api_core::ApiError;
use api_core::error::{Answer, Attributes, Failure, RetryAfter};

#[derive(Debug, ApiError)]
pub enum Texts {
    #[error("no such room")]
    Missing,
    #[error("gone", status = 410)]
    Gone,
}

#[derive(Debug, ApiError)]
pub enum Swapped {
    #[error(unknown)]
    Unknown(Failure),
    #[error(failure)]
    Failed(Answer),
}

#[derive(Debug, ApiError)]
pub enum Values {
    #[error(status = StatusCode::NOT_FOUND)]
    Constant,
    #[error(status = 404)]
    Texts(String, String),
    #[error(status = 422)]
    Details(Attributes<u8>, Attributes<u16>),
    #[error(status = 429)]
    Delays(RetryAfter, RetryAfter),
    #[error(unknown)]
    Unknown(Answer),
    #[error(failure)]
    Failed(Failure),
}

fn main() {}
