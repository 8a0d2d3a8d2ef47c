//! A duplex and another WebSocket for the same requests.

use api_core::routing::InProcess;
use api_core::{Messages, PendingConnection, api};
use ui_tests::{Oops, Room, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[duplex("/rooms/{id}")]
    async fn live(&self, id: u32, input: Messages<Room>) -> Result<Messages<Room>, Oops>;
    #[websocket("/rooms/{name}")]
    async fn echo(&self, name: String, pending: PendingConnection) -> Result<(), Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn live(&self, _: u32, _: Messages<Room>) -> Result<Messages<Room>, Oops> {
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
