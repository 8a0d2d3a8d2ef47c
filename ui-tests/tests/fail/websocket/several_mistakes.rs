//! Several errors in one endpoint.

use api_core::routing::InProcess;
use api_core::{Messages, api};
use ui_tests::{Oops, Room, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[duplex("/rooms/{id}", status = 101, encoding = json, max_frame = 0)]
    async fn live(&self, #[body] room: Room, since: u32, input: Messages<Room>) -> Result<Messages<Room>, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn live(&self, _: Room, _: u32, _: Messages<Room>) -> Result<Messages<Room>, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.live(any(), any(), any()));
}
