//! A body on a subscription.

use api_core::routing::InProcess;
use api_core::{Subscription, api};
use ui_tests::{Oops, Room, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[subscribe("/rooms")]
    async fn follow(&self, #[body] filter: Room) -> Result<Subscription<Room>, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn follow(&self, _: Room) -> Result<Subscription<Room>, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.follow(any()));
}
