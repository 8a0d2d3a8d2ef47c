//! Arguments of `#[resume]` other than `query`, and a key that is read twice.

use api_core::routing::InProcess;
use api_core::{EventId, Subscription, api};
use ui_tests::{Oops, Room, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[subscribe("/rooms")]
    async fn follow(&self, #[resume("id")] last: Option<EventId>) -> Result<Subscription<Room>, Oops>;

    #[subscribe("/a")]
    async fn a(&self, #[resume(query = 7)] last: Option<EventId>) -> Result<Subscription<Room>, Oops>;

    #[subscribe("/b")]
    async fn b(
        &self,
        #[resume(query = "id")] last: Option<EventId>,
        #[query] id: u32,
    ) -> Result<Subscription<Room>, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn follow(&self, _: Option<EventId>) -> Result<Subscription<Room>, Oops> {
        unimplemented!()
    }

    async fn a(&self, _: Option<EventId>) -> Result<Subscription<Room>, Oops> {
        unimplemented!()
    }

    async fn b(&self, _: Option<EventId>, _: u32) -> Result<Subscription<Room>, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.follow(any()));
}
