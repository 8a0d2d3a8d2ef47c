//! A duplex and another WebSocket whose paths cross.

use api_core::routing::InProcess;
use api_core::{Messages, PendingConnection, api};
use ui_tests::{Oops, Room, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[duplex("/a/{x}/c")]
    async fn live(&self, x: String, input: Messages<Room>) -> Result<Messages<Room>, Oops>;
    #[websocket("/a/b/{y}")]
    async fn echo(&self, y: String, pending: PendingConnection) -> Result<(), Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn live(&self, _: String, _: Messages<Room>) -> Result<Messages<Room>, Oops> {
        unimplemented!()
    }

    async fn echo(&self, _: String, _: PendingConnection) -> Result<(), Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.live(any(), any()));
}
