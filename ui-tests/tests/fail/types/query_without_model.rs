//! A query whose type does not implement `Model`.

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
    #[get("/rooms")]
    async fn rooms(&self, #[query] page: Plain) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn rooms(&self, _: Plain) -> Result<Room, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.rooms(any()));
}
