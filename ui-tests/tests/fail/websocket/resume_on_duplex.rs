//! A `#[resume]` argument of a `#[duplex]` method.

use api_core::routing::InProcess;
use api_core::{EventId, Messages, api};
use ui_tests::{Oops, Room, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[duplex("/live")]
    async fn live(&self, #[resume] last: Option<EventId>, input: Messages<Room>) -> Result<Messages<Room>, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn live(&self, _: Option<EventId>, _: Messages<Room>) -> Result<Messages<Room>, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.live(any(), any()));
}
