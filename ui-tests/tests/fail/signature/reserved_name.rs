//! An endpoint with the name of a method of `Client`.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room};

#[api(errors = Oops)]
pub trait Rooms {
    #[get("/rooms")]
    async fn call(&self) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn call(&self) -> Result<Room, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(Rooms::call(&client));
}
