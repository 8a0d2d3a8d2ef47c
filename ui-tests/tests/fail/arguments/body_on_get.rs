//! A body on a `GET`.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[get("/rooms")]
    async fn find(&self, #[body] filter: Room) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn find(&self, _: Room) -> Result<Room, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.find(any()));
}
