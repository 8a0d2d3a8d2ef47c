//! Several errors, which are all reported at once.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room, any};

#[api(bas = "/v1", security = baerer)]
pub trait Rooms {
    #[get("rooms")]
    async fn rooms(&self) -> Result<Room, Oops>;
    #[get("/rooms/{id}")]
    fn room(&mut self, id: &str, limit: u32) -> Result<Room, Oops>;
    #[put("/rooms", status = 500)]
    async fn replace(&self, #[body] room: Room, #[body] other: Room) -> Result<Room, Oops>;
    #[get("/sound")]
    async fn sound(&self) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn rooms(&self) -> Result<Room, Oops> {
        unimplemented!()
    }

    fn room(&mut self, _: &str, _: u32) -> Result<Room, Oops> {
        unimplemented!()
    }

    async fn replace(&self, _: Room, _: Room) -> Result<Room, Oops> {
        unimplemented!()
    }

    async fn sound(&self) -> Result<Room, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.rooms());
    drop(client.replace(any(), any()));
    drop(client.sound());
}
