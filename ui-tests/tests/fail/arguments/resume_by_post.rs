//! A `#[resume]` argument of a subscription by `POST`.

use api_core::routing::InProcess;
use api_core::{EventId, Subscription, api};
use ui_tests::{Oops, Room, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[subscribe("/rooms", method = post)]
    async fn follow(&self, #[body] filter: Room, #[resume] last: Option<EventId>) -> Result<Subscription<Room>, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn follow(&self, _: Room, _: Option<EventId>) -> Result<Subscription<Room>, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.follow(any(), any()));
}
