//! A misspelt key on an endpoint.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room};

#[api(errors = Oops)]
pub trait Rooms {
    #[post("/rooms", statsu = 201)]
    async fn create(&self) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn create(&self) -> Result<Room, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.create());
}
