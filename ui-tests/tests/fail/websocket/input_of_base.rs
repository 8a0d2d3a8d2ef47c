//! A placeholder of the base as an additional argument.

use api_core::routing::InProcess;
use api_core::{Messages, api};
use ui_tests::{Oops, Room, any};

#[api(base = "/{tenant}", errors = Oops)]
pub trait Rooms {
    #[duplex("/live")]
    async fn live(&self, tenant: String, input: Messages<Room>) -> Result<Messages<Room>, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn live(&self, _: String, _: Messages<Room>) -> Result<Messages<Room>, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.live(any(), any()));
}
