//! Two crossing paths, of which neither is more specific.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[get("/a/{x}/c")]
    async fn first(&self, x: String) -> Result<Room, Oops>;
    #[get("/a/b/{y}")]
    async fn second(&self, y: String) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn first(&self, _: String) -> Result<Room, Oops> {
        unimplemented!()
    }

    async fn second(&self, _: String) -> Result<Room, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.first(any()));
}
