//! A string as `format`, which takes a path.

use api_core::error::Answer;
use api_core::{ApiError, Failure, api};
use ui_tests::Room;

#[derive(Debug, ApiError)]
#[api_error(format = "problem")]
pub enum Mistaken {
    #[error(status = 404)]
    Gone,
    #[error(unknown)]
    Unknown(Answer),
    #[error(failure)]
    Failed(Failure),
}

#[api(errors = Mistaken)]
pub trait Rooms {
    #[get("/rooms")]
    async fn rooms(&self) -> Result<Room, Mistaken>;
}

fn main() {}
