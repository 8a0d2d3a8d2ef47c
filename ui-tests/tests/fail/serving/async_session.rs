//! Session functions that are not functions to a session: an async closure, an async function and a session itself.

use api_core::context::Context;
use api_core::api;
use ui_tests::{Oops, Room, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[get("/rooms")]
    async fn rooms(&self) -> Result<Vec<Room>, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn rooms(&self) -> Result<Vec<Room>, Oops> {
        any()
    }
}

async fn open(_: &mut Context<'_>) -> Result<Memory, Oops> {
    Ok(Memory)
}

fn main() {
    drop(RoomsApi::serve_with(async |_: &mut Context<'_>| Ok(Memory)));
    drop(RoomsApi::serve_with(open));
    drop(RoomsApi::serve_with(Memory));
}
