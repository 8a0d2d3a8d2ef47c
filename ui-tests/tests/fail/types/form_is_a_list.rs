//! A form that is a list, whose items have no keys.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[post("/rooms")]
    async fn create(&self, #[body(form)] rooms: Vec<Room>) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn create(&self, _: Vec<Room>) -> Result<Room, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.create(any()));
}
