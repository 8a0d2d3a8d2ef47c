//! A string as `max_message`.

use api_core::routing::InProcess;
use api_core::{Messages, api};
use ui_tests::{Oops, Room, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[duplex("/live", max_message = "64 kB")]
    async fn live(&self, input: Messages<Room>) -> Result<Messages<Room>, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn live(&self, _: Messages<Room>) -> Result<Messages<Room>, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.live(any()));
}
