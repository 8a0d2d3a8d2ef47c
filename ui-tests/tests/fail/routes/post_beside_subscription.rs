//! A `POST` beside a subscription by `POST`.

use api_core::routing::InProcess;
use api_core::{Subscription, api};
use ui_tests::{Oops, Room, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[post("/rooms")]
    async fn create(&self, #[body] room: Room) -> Result<Room, Oops>;
    #[subscribe("/rooms", method = post)]
    async fn follow(&self, #[body] filter: Room) -> Result<Subscription<Room>, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn create(&self, _: Room) -> Result<Room, Oops> {
        unimplemented!()
    }
    async fn follow(&self, _: Room) -> Result<Subscription<Room>, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.create(any()));
    drop(client.follow(any()));
}
