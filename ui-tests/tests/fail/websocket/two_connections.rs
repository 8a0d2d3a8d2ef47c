//! An argument without its attribute, beside the connection.

use api_core::routing::InProcess;
use api_core::{PendingConnection, api};
use ui_tests::{Oops, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[websocket("/echo")]
    async fn echo(&self, since: u32, pending: PendingConnection) -> Result<(), Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn echo(&self, _: u32, _: PendingConnection) -> Result<(), Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.echo(any(), any()));
}
