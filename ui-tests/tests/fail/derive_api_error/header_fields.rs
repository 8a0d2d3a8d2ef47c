//! Header fields of errors that are there twice, and a value beside a status without content.

use api_core::call::HeaderFields;
use api_core::error::{Answer, RetryAfter};
use api_core::{ApiError, Failure, api};

#[derive(Debug, HeaderFields)]
pub struct Limits {
    remaining: u32,
    retry_after: u64,
}

#[derive(Debug, ApiError)]
pub enum Twice {
    #[error(status = 429)]
    TooMany(Limits, RetryAfter),
    #[error(unknown)]
    Unknown(Answer),
    #[error(failure)]
    Failed(Failure),
}

#[derive(Debug, ApiError)]
pub enum Lost {
    #[error(status = 304)]
    Unchanged(String),
    #[error(unknown)]
    Unknown(Answer),
    #[error(failure)]
    Failed(Failure),
}

#[api(errors = Twice)]
pub trait Rooms {
    #[get("/rooms")]
    async fn rooms(&self) -> Result<(), Twice>;
}

fn main() {}
