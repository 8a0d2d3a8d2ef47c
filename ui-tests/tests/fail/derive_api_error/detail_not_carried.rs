//! Details of errors that JSON cannot carry.

use api_core::error::{Answer, Attributes};
use api_core::{ApiError, Failure, Patch, api};

type Details = Attributes<Option<Option<u8>>>;

#[derive(Debug, ApiError)]
pub enum Oops {
    #[error(status = 404)]
    Missing(Attributes<Option<Option<u8>>>),
    #[error(status = 409)]
    Taken(Attributes<Vec<Patch<u8>>>),
    #[error(status = 410)]
    Gone(Details),
    #[error(unknown)]
    Unknown(Answer),
    #[error(failure)]
    Failed(Failure),
}

#[api(errors = Oops)]
pub trait Rooms {
    #[get("/rooms")]
    async fn rooms(&self) -> Result<(), Oops>;
}

fn main() {}
