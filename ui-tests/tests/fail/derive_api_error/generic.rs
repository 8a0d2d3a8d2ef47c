//! A generic enum.

use api_core::error::Answer;
use api_core::{ApiError, Failure, api};
use ui_tests::Room;

#[derive(Debug, ApiError)]
pub enum Mistaken<T> {
    #[error(status = 404)]
    Gone(T),
    #[error(unknown)]
    Unknown(Answer),
    #[error(failure)]
    Failed(Failure),
}

#[api(errors = Mistaken<String>)]
pub trait Rooms {
    #[get("/rooms")]
    async fn rooms(&self) -> Result<Room, Mistaken<String>>;
}

fn main() {}
