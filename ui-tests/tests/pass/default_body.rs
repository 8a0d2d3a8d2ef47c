//! A method with a default body, which a session may leave out.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room};

#[api(errors = Oops)]
pub trait Rooms {
    #[get("/rooms")]
    async fn rooms(&self) -> Result<Room, Oops> {
        Err(Oops::Gone)
    }
}

struct Memory;

impl Rooms for Memory {

}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.rooms());
}
