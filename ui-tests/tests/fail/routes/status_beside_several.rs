//! A `status` on an endpoint whose type declares several.

use api_core::routing::InProcess;
use api_core::{Reply, api};
use ui_tests::{Oops, Room};

#[derive(Reply)]
pub enum Replaced {
    #[reply(status = 200)]
    Changed(Room),
    #[reply(status = 201)]
    Created(Room),
}

#[api(errors = Oops)]
pub trait Rooms {
    #[put("/rooms", status = 201)]
    async fn replace(&self) -> Result<Replaced, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn replace(&self) -> Result<Replaced, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.replace());
}
