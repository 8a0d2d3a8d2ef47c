//! An API below a prefix has the routes of an API with that base.
#![allow(unused_imports)]

use api_core::{api, routes};
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

#[api(base = "/v1/eu", errors = Oops)]
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
    let _ = routes!["/v1" => routes!["/eu" => RoomsApi::serve(Lobby)], NamesApi::serve(Lobby)];
}
