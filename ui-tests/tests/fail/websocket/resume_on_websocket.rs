//! A `#[resume]` argument of a `#[websocket]` method.

use api_core::routing::InProcess;
use api_core::{EventId, PendingConnection, api};
use ui_tests::{Oops, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[websocket("/echo")]
    async fn echo(&self, #[resume] last: Option<EventId>, pending: PendingConnection) -> Result<(), Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn echo(&self, _: Option<EventId>, _: PendingConnection) -> Result<(), Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.echo(any(), any()));
}
