//! Routes of a type that is a parameter cannot be checked.
#![allow(unused_imports)]

use api_core::routing::{Described, NotFound};
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

fn beside<R: Described>(routes: R) {
    let _ = routes![RoomsApi::serve(Lobby), routes];
}

fn main() {
    beside(NotFound);
}
