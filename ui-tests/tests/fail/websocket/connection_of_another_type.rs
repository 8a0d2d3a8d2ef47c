//! A `#[websocket]` method whose input is not a `PendingConnection`.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[websocket("/echo")]
    async fn echo(&self, pending: Room) -> Result<(), Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn echo(&self, _: Room) -> Result<(), Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.echo(any()));
}
