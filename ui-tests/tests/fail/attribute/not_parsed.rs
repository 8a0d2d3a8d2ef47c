//! A trait without a semicolon. rustc reports it, and the macro, which cannot know that; attributes are not reported.

use api_core::api;
use ui_tests::{Oops, Room};

#[api(errors = Oops)]
pub trait Rooms {
    #[get("/rooms")]
    async fn rooms(&self) -> Result<Vec<Room>, Oops>
    #[post("/rooms")]
    async fn add(&self, #[body] room: Room) -> Result<Room, Oops>;
}

fn main() {}
