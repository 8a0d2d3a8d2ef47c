//! A body in the request that opens a WebSocket.

use api_core::routing::InProcess;
use api_core::{Messages, api};
use ui_tests::{Oops, Room, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[duplex("/live")]
    async fn live(&self, #[body] room: Room, input: Messages<Room>) -> Result<Messages<Room>, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn live(&self, _: Room, _: Messages<Room>) -> Result<Messages<Room>, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.live(any(), any()));
}
