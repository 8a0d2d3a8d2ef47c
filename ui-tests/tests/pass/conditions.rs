//! Methods with a `#[cfg]`: one that is configured out generates nothing, and may share a path with another.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room};

#[api(errors = Oops)]
pub trait Rooms {
    #[cfg(all())]
    #[get("/rooms/{id}")]
    async fn room(&self, id: u32) -> Result<Room, Oops>;
    #[cfg(any())]
    #[get("/rooms/{id}")]
    async fn other(&self, id: Missing) -> Result<AlsoMissing, MissingError>;
    #[cfg(any())]
    #[put("/rooms/{*rest}", status = 201)]
    async fn rest(&self, rest: Missing, #[query] query: Missing, #[body] body: Missing) -> Result<Room, Oops>;
    #[cfg(any())]
    #[subscribe("/rooms")]
    async fn follow(&self) -> Result<Missing, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn room(&self, id: u32) -> Result<Room, Oops> {
        Ok(Room { id, name: String::new() })
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.room(1));
    assert_eq!(RoomsApi::DESCRIPTION.endpoints.len(), 1);
}
