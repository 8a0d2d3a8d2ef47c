//! Two endpoints for the same requests.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[get("/rooms/{id}")]
    async fn room(&self, id: u32) -> Result<Room, Oops>;
    #[get("/rooms/{name}")]
    async fn named(&self, name: String) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn room(&self, _: u32) -> Result<Room, Oops> {
        unimplemented!()
    }

    async fn named(&self, _: String) -> Result<Room, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.room(any()));
}
