//! A method that is not async.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room};

#[api(errors = Oops)]
pub trait Rooms {
    #[get("/rooms")]
    fn rooms(&self) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    fn rooms(&self) -> Result<Room, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    let _ = client.rooms();
}
