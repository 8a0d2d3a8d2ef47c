//! A method without a receiver.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[get("/rooms")]
    async fn rooms() -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn rooms() -> Result<Room, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.raw(any()));
    drop(Memory::rooms());
}
