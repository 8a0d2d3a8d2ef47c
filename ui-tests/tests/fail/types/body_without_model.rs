//! A body whose type does not implement `Model`.

use api_core::routing::InProcess;
use api_core::api;
use serde::{Deserialize, Serialize};
use ui_tests::{Oops, Room, any};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plain {
    pub id: u32,
}

#[api(errors = Oops)]
pub trait Rooms {
    #[post("/rooms")]
    async fn create(&self, #[body] room: Plain) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn create(&self, _: Plain) -> Result<Room, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.create(any()));
}
