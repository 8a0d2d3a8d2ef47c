//! Segments after a wildcard.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[get("/files/{*path}/lines")]
    async fn lines(&self, path: String) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn lines(&self, _: String) -> Result<Room, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.lines(any()));
}
