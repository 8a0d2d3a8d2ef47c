//! An argument of type `impl Trait`.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room};

#[api(errors = Oops)]
pub trait Rooms {
    #[get("/rooms/{name}")]
    async fn room(&self, name: impl Into<String>) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn room(&self, _: impl Into<String>) -> Result<Room, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.room("lobby"));
}
