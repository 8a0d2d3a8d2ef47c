//! An argument that is `mut` in the trait.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room};

#[api(errors = Oops)]
pub trait Rooms {
    #[get("/rooms/{id}")]
    async fn room(&self, mut id: u32) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn room(&self, mut id: u32) -> Result<Room, Oops> {
        id += 1;
        drop(id);
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.room(1));
}
