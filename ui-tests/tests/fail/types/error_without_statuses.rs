//! An error type that does not implement `ApiError`.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::Room;

#[derive(Debug)]
pub enum Bare {
    Gone,
}

#[api(errors = Bare)]
pub trait Rooms {
    #[get("/rooms")]
    async fn rooms(&self) -> Result<Room, Bare>;
}

struct Memory;

impl Rooms for Memory {
    async fn rooms(&self) -> Result<Room, Bare> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.rooms());
}
