//! Two APIs match common paths, and neither is more specific.
#![allow(unused_imports)]

use api_core::{api, routes};
use ui_tests::{Oops, Room, any};

struct Lobby;

#[api(errors = Oops)]
trait Rooms {
    #[get("/a/{x}/c")]
    async fn first(&self, x: String) -> Result<Room, Oops>;
}

impl Rooms for Lobby {
    async fn first(&self, _: String) -> Result<Room, Oops> {
        any()
    }
}

#[api(errors = Oops)]
trait Names {
    #[get("/a/b/{y}")]
    async fn second(&self, y: String) -> Result<Room, Oops>;
}

impl Names for Lobby {
    async fn second(&self, _: String) -> Result<Room, Oops> {
        any()
    }
}

fn main() {
    let _ = routes![NamesApi::serve(Lobby), RoomsApi::serve(Lobby)];
}
