//! An associated type and a constant in the trait.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room};

#[api(errors = Oops)]
pub trait Rooms {
    type Key;
    const LIMIT: usize;
    #[get("/rooms")]
    async fn rooms(&self) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    type Key = u32;
    const LIMIT: usize = 3;

    async fn rooms(&self) -> Result<Room, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.rooms());
}
