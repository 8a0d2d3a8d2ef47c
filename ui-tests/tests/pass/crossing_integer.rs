//! Two paths that do not cross, because an integer capture cannot be the literal of the other path.

use api_core::api;
use ui_tests::{Oops, Room};

#[api(errors = Oops)]
pub trait Rooms {
    #[get("/a/{x}/c")]
    async fn first(&self, x: u32) -> Result<Room, Oops>;
    #[get("/a/b/{y}")]
    async fn second(&self, y: String) -> Result<Room, Oops>;
    #[get("/rooms/{id}")]
    async fn room(&self, id: String) -> Result<Room, Oops>;
    #[get("/rooms/newest")]
    async fn newest(&self) -> Result<Room, Oops>;
}

fn main() {}
