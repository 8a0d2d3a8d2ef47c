//! A `body_limit` on an endpoint that opens a WebSocket.

use api_core::routing::InProcess;
use api_core::{PendingConnection, api};
use ui_tests::{Oops, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[websocket("/echo", body_limit = 4096)]
    async fn echo(&self, pending: PendingConnection) -> Result<(), Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn echo(&self, _: PendingConnection) -> Result<(), Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.echo(any()));
}
