//! A prefix has no slash in front, or one at its end.
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

fn main() {
    let _ = routes!["v1" => RoomsApi::serve(Lobby)];
    let _ = routes!["/v1/" => RoomsApi::serve(Lobby)];
    let _ = routes!["/v1//eu" => RoomsApi::serve(Lobby)];
}
