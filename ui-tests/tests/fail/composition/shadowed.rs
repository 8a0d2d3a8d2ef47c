//! A later API has routes that are never reached, because an earlier one matches their paths.
#![allow(unused_imports)]

use api_core::{api, routes};
use ui_tests::{Oops, Room, any};

struct Lobby;

#[api(errors = Oops)]
trait Names {
    #[get("/rooms/{name}")]
    async fn by_name(&self, name: String) -> Result<Room, Oops>;

    #[get("/files/{*path}")]
    async fn file(&self, path: String) -> Result<Room, Oops>;
}

impl Names for Lobby {
    async fn by_name(&self, _: String) -> Result<Room, Oops> {
        any()
    }

    async fn file(&self, _: String) -> Result<Room, Oops> {
        any()
    }
}

#[api(errors = Oops)]
trait Fixed {
    #[get("/rooms/new")]
    async fn new_room(&self) -> Result<Room, Oops>;

    #[get("/files/{id}/size")]
    async fn size(&self, id: u32) -> Result<Room, Oops>;

    #[get("/files/{*rest}")]
    async fn rest(&self, rest: String) -> Result<Room, Oops>;
}

impl Fixed for Lobby {
    async fn new_room(&self) -> Result<Room, Oops> {
        any()
    }

    async fn size(&self, _: u32) -> Result<Room, Oops> {
        any()
    }

    async fn rest(&self, _: String) -> Result<Room, Oops> {
        any()
    }
}

fn main() {
    let _ = routes![NamesApi::serve(Lobby), FixedApi::serve(Lobby)];
}
