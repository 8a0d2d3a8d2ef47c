//! A method without an endpoint attribute.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room, any};

#[api(errors = Oops)]
pub trait Rooms {
    async fn rooms(&self, #[query] limit: u32) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn rooms(&self, _: u32) -> Result<Room, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.rooms(any()));
}
