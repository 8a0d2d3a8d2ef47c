//! A `GET` that returns `Messages`.

use api_core::routing::InProcess;
use api_core::{Messages, api};
use ui_tests::{Oops, Room};

#[api(errors = Oops)]
pub trait Rooms {
    #[get("/live")]
    async fn live(&self) -> Result<Messages<Room>, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn live(&self) -> Result<Messages<Room>, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.live());
}
