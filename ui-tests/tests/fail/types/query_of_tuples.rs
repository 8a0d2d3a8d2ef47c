//! A query with tuples, whose items have no names.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[get("/rooms")]
    async fn rooms(&self, #[query] like: Vec<(u8, u8)>) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn rooms(&self, _: Vec<(u8, u8)>) -> Result<Room, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.rooms(any()));
}
