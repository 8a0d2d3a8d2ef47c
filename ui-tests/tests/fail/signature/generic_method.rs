//! A generic method.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room};

#[api(errors = Oops)]
pub trait Rooms {
    #[get("/rooms/{key}")]
    async fn room<K: Send>(&self, key: K) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn room<K: Send>(&self, _: K) -> Result<Room, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.room(7));
}
