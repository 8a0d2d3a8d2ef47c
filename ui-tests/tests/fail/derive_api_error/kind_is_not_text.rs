//! A number as `kind`.

use api_core::error::Answer;
use api_core::{ApiError, Failure, api};
use ui_tests::Room;

#[derive(Debug, ApiError)]
pub enum Mistaken {
    #[error(status = 404, kind = 3)]
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
