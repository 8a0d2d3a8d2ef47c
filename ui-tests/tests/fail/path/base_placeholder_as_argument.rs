//! A placeholder of the base as a method's argument.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room, any};

#[api(base = "/{tenant}", errors = Oops)]
pub trait Rooms {
    #[get("/rooms")]
    async fn rooms(&self, tenant: String) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn rooms(&self, _: String) -> Result<Room, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.rooms(any()));
}
