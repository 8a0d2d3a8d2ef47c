//! Subscriptions with a status that a stream of events cannot have.

use api_core::routing::InProcess;
use api_core::{Subscription, api};
use ui_tests::{Oops, Room};

#[api(errors = Oops)]
pub trait Rooms {
    #[subscribe("/moved", status = 303)]
    async fn moved(&self) -> Result<Subscription<Room>, Oops>;
    #[subscribe("/unchanged", status = 304)]
    async fn unchanged(&self) -> Result<Subscription<Room>, Oops>;
    #[subscribe("/empty", status = 204)]
    async fn empty(&self) -> Result<Subscription<Room>, Oops>;
    #[subscribe("/missing", status = 404)]
    async fn missing(&self) -> Result<Subscription<Room>, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn moved(&self) -> Result<Subscription<Room>, Oops> {
        unimplemented!()
    }

    async fn unchanged(&self) -> Result<Subscription<Room>, Oops> {
        unimplemented!()
    }

    async fn empty(&self) -> Result<Subscription<Room>, Oops> {
        unimplemented!()
    }

    async fn missing(&self) -> Result<Subscription<Room>, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop((client.moved(), client.empty()));
}
