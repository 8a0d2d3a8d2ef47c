//! Two wildcards in the same place.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[get("/files/{*path}")]
    async fn file(&self, path: String) -> Result<Room, Oops>;
    #[get("/files/{*name}")]
    async fn named(&self, name: String) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn file(&self, _: String) -> Result<Room, Oops> {
        unimplemented!()
    }

    async fn named(&self, _: String) -> Result<Room, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.file(any()));
}
