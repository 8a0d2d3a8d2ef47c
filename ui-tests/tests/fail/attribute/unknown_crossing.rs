//! An unknown value of `crossing`.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room};

#[api(errors = Oops, crossing = strict)]
pub trait Rooms {
    #[get("/rooms")]
    async fn rooms(&self) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn rooms(&self) -> Result<Room, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.rooms());
}
