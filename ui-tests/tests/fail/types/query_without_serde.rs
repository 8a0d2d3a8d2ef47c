//! A query whose type does not implement serde's traits.

use api_core::routing::InProcess;
use api_core::{Model, api};
use ui_tests::{Oops, Room, any};

#[derive(Debug, Clone, PartialEq, Model)]
pub struct Page {
    pub after: u32,
}

#[api(errors = Oops)]
pub trait Rooms {
    #[get("/rooms")]
    async fn rooms(&self, #[query] page: Page) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn rooms(&self, _: Page) -> Result<Room, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.rooms(any()));
}
