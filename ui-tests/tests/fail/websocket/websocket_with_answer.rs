//! A `#[websocket]` method that does not return `()`.

use api_core::routing::InProcess;
use api_core::{PendingConnection, api};
use ui_tests::{Oops, Room, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[websocket("/echo")]
    async fn echo(&self, pending: PendingConnection) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn echo(&self, _: PendingConnection) -> Result<Room, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.echo(any()));
}
