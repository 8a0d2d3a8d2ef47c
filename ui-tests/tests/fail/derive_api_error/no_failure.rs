//! An enum without a `failure` variant.

use api_core::error::Answer;
use api_core::{ApiError, api};
use ui_tests::Room;

#[derive(Debug, ApiError)]
pub enum Mistaken {
    #[error(status = 404)]
    Gone,
    #[error(unknown)]
    Unknown(Answer),
}

#[api(errors = Mistaken)]
pub trait Rooms {
    #[get("/rooms")]
    async fn rooms(&self) -> Result<Room, Mistaken>;
}

fn main() {}
