//! Methods that a subscription cannot have, and a method beside the name of one.

use api_core::routing::InProcess;
use api_core::{Subscription, api};
use ui_tests::{Oops, Room, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[subscribe("/put", method = put)]
    async fn put(&self, #[body] filter: Room) -> Result<Subscription<Room>, Oops>;
    #[subscribe("/none", method)]
    async fn none(&self) -> Result<Subscription<Room>, Oops>;
    #[post("/posted", method = post)]
    async fn posted(&self, #[body] room: Room) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn put(&self, _: Room) -> Result<Subscription<Room>, Oops> {
        unimplemented!()
    }
    async fn none(&self) -> Result<Subscription<Room>, Oops> {
        unimplemented!()
    }
    async fn posted(&self, _: Room) -> Result<Room, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.put(any()));
    drop(client.none());
    drop(client.posted(any()));
}
