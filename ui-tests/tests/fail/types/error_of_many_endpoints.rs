//! An invalid error type of several endpoints, which is reported once.

use api_core::routing::InProcess;
use api_core::{Subscription, api};
use ui_tests::Room;

#[derive(Debug)]
pub enum Bare {
    Gone,
}

#[api(errors = Bare)]
pub trait Rooms {
    #[get("/rooms")]
    async fn rooms(&self) -> Result<Room, Bare>;
    #[get("/users")]
    async fn users(&self) -> Result<Room, Bare>;
    #[subscribe("/rooms")]
    async fn follow(&self) -> Result<Subscription<Room>, Bare>;
}

struct Memory;

impl Rooms for Memory {
    async fn rooms(&self) -> Result<Room, Bare> {
        unimplemented!()
    }

    async fn users(&self) -> Result<Room, Bare> {
        unimplemented!()
    }

    async fn follow(&self) -> Result<Subscription<Room>, Bare> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.rooms());
}
