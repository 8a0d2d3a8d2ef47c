//! A `#[duplex]` method that does not return `Messages`.

use api_core::routing::InProcess;
use api_core::{Messages, api};
use ui_tests::{Oops, Room, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[duplex("/live")]
    async fn live(&self, input: Messages<Room>) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn live(&self, _: Messages<Room>) -> Result<Room, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.live(any()));
}
