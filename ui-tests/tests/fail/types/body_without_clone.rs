//! A body that implements neither `Clone` nor `PartialEq`.

use api_core::routing::InProcess;
use api_core::{Model, api};
use serde::{Deserialize, Serialize};
use ui_tests::{Oops, Room, any};

#[derive(Debug, Serialize, Deserialize, Model)]
pub struct Once {
    pub id: u32,
}

#[api(errors = Oops)]
pub trait Rooms {
    #[post("/rooms")]
    async fn create(&self, #[body] room: Once) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn create(&self, _: Once) -> Result<Room, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.create(any()));
}
