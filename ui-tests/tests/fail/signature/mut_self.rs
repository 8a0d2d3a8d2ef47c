//! A method with `&mut self`.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room};

#[api(errors = Oops)]
pub trait Rooms {
    #[get("/rooms")]
    async fn rooms(&mut self) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn rooms(&mut self) -> Result<Room, Oops> {
        unimplemented!()
    }
}

fn main() {
    let mut client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.rooms());
}
