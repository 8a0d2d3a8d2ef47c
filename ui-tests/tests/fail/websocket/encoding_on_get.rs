//! An encoding of messages on a `GET`.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room};

#[api(errors = Oops)]
pub trait Rooms {
    #[get("/rooms", encoding = text)]
    async fn room(&self) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn room(&self) -> Result<Room, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.room());
}
