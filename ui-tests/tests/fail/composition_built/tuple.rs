//! Two alternatives of a tuple collide.
#![allow(unused_imports)]

use api_core::routing::BoxRoutes;
use api_core::{Body, Compose, api};
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
trait Users {
    #[get("/users/{id}")]
    async fn user(&self, id: u32) -> Result<Room, Oops>;
}

impl Users for Lobby {
    async fn user(&self, _: u32) -> Result<Room, Oops> {
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
    let routes: BoxRoutes<Body> = (RoomsApi::serve(Lobby), UsersApi::serve(Lobby), NamesApi::serve(Lobby)).boxed();
    let _ = routes;
}
