//! A string as `body_limit`.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[post("/rooms", body_limit = "1 MB")]
    async fn create(&self, #[body] room: Room) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn create(&self, _: Room) -> Result<Room, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.create(any()));
}
