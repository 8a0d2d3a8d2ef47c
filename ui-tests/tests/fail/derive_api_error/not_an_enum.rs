//! `derive(ApiError)` on a struct.

use api_core::{ApiError, api};
use ui_tests::Room;

#[derive(Debug, ApiError)]
pub struct Mistaken;

#[api(errors = Mistaken)]
pub trait Rooms {
    #[get("/rooms")]
    async fn rooms(&self) -> Result<Room, Mistaken>;
}

fn main() {}
