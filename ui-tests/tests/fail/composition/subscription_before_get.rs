//! A subscription answers `GET`, so a later `GET` is never reached.
#![allow(unused_imports)]

use api_core::{Subscription, api, routes};
use ui_tests::{Oops, Room, any};

struct Lobby;

#[api(errors = Oops)]
trait Live {
    #[subscribe("/rooms")]
    async fn follow(&self) -> Result<Subscription<Room>, Oops>;
}

impl Live for Lobby {
    async fn follow(&self) -> Result<Subscription<Room>, Oops> {
        any()
    }
}

#[api(errors = Oops)]
trait Rooms {
    #[get("/rooms")]
    async fn rooms(&self) -> Result<Room, Oops>;
}

impl Rooms for Lobby {
    async fn rooms(&self) -> Result<Room, Oops> {
        any()
    }
}

fn main() {
    let _ = routes![LiveApi::serve(Lobby), RoomsApi::serve(Lobby)];
}
