//! Combinators that do not move routes do not hide conflicts.
#![allow(unused_imports)]

use std::time::Duration;

use api_core::routing::Layered;
use api_core::{Compose, api, routes};
use ui_tests::{Oops, Room, any};

struct Lobby;

#[api(errors = Oops)]
trait Rooms {
    #[get("/rooms/{id}")]
    async fn room(&self, id: u32) -> Result<Room, Oops>;
}

impl Rooms for Lobby {
    async fn room(&self, _: u32) -> Result<Room, Oops> {
        any()
    }
}

#[api(errors = Oops)]
trait Names {
    #[get("/rooms/{name}")]
    async fn by_name(&self, name: String) -> Result<Room, Oops>;
}

impl Names for Lobby {
    async fn by_name(&self, _: String) -> Result<Room, Oops> {
        any()
    }
}

fn main() {
    let rooms = Layered::new(RoomsApi::serve(Lobby).heartbeat(Duration::from_secs(9)), |group| group);
    let names = NamesApi::serve(Lobby).on_response(|_, _| {}).allow_origins(["https://app.example"]);
    let _ = routes![rooms, names];
}
