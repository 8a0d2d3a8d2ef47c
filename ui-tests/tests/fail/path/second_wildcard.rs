//! Two wildcards in a path.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[get("/files/{*path}/lines/{*rest}")]
    async fn lines(&self, path: String, rest: String) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn lines(&self, _: String, _: String) -> Result<Room, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.lines(any(), any()));
}
