//! A const parameter on the trait.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room};

#[api(errors = Oops)]
pub trait Rooms<const SIZE: usize> {
    #[get("/rooms")]
    async fn rooms(&self) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms<3> for Memory {
    async fn rooms(&self) -> Result<Room, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(Rooms::<3>::rooms(&client));
}
