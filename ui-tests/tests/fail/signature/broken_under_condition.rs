//! A mistake in a method that is configured away is none of rustc's business.

use api_core::routing::InProcess;
use api_core::{Api, api};
use ui_tests::{Oops, Room, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[cfg(any())]
    #[get("rooms")]
    async fn rooms(&self) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {

}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop((client, any::<Room>()));
}
