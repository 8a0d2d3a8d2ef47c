//! An error in a method that is configured out: rustc adds no further errors.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[cfg(any())]
    #[get("rooms")]
    async fn rooms(&self) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {

}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop((client, any::<Room>()));
}
