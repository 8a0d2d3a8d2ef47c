//! A struct as a capture.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[get("/rooms/{room}")]
    async fn room(&self, room: Room) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn room(&self, _: Room) -> Result<Room, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.room(any()));
}
