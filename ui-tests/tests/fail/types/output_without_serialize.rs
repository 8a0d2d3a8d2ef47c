//! A return type that does not implement `Serialize`.

use api_core::routing::InProcess;
use api_core::{Model, api};
use serde::Deserialize;
use ui_tests::Oops;

#[derive(Debug, Deserialize, Model)]
pub struct ReadOnly {
    pub id: u32,
}

#[api(errors = Oops)]
pub trait Rooms {
    #[get("/rooms")]
    async fn rooms(&self) -> Result<ReadOnly, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn rooms(&self) -> Result<ReadOnly, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.rooms());
}
