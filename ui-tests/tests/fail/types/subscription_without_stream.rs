//! A `#[subscribe]` method that does not return a `Subscription`.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room};

#[api(errors = Oops)]
pub trait Rooms {
    #[subscribe("/rooms")]
    async fn follow(&self) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn follow(&self) -> Result<Room, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.follow());
}
