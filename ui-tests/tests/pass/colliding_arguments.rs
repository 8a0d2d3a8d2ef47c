//! Arguments with names that generated code might use.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room};

#[api(errors = Oops)]
pub trait Rooms {
    #[post("/{endpoint}/{form}/{slot}")]
    async fn first(
        &self,
        endpoint: u16,
        form: u8,
        slot: u8,
        #[query] context: u8,
        #[query] request: u8,
        #[query] session: u8,
        #[query] arguments: u8,
        #[query] result: u8,
        #[query] call: u8,
        #[query] types: u8,
        #[query] this: u8,
        #[query] self_: u8,
        #[header] headers: Option<String>,
        #[body] body: Room,
    ) -> Result<Room, Oops>;
    #[get("/second")]
    async fn second(
        &self,
        #[query] transport: u8,
        #[query] client: u8,
        #[query] index: u8,
        #[query] name: u8,
        #[query] other: u8,
        #[query] output: u8,
        #[query] api_core: u8,
        #[query] core: u8,
    ) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn first(
        &self,
        _: u16,
        _: u8,
        _: u8,
        _: u8,
        _: u8,
        _: u8,
        _: u8,
        _: u8,
        _: u8,
        _: u8,
        _: u8,
        _: u8,
        _: Option<String>,
        body: Room,
    ) -> Result<Room, Oops> {
        Ok(body)
    }

    async fn second(&self, _: u8, _: u8, _: u8, _: u8, _: u8, _: u8, _: u8, _: u8) -> Result<Room, Oops> {
        Err(Oops::Gone)
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.second(1, 2, 3, 4, 5, 6, 7, 8));
}
