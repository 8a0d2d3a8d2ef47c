//! A function that is generic over sessions is checked too.
#![allow(unused_imports)]

use std::sync::Arc;

use api_core::routing::Routes;
use api_core::{Body, api, routes};
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

fn both<S: Rooms + Names + Send + Sync + 'static>(session: Arc<S>) -> impl Routes<Body> {
    routes![RoomsApi::serve(session.clone()), NamesApi::serve(session)]
}

fn main() {
    let _ = both(Arc::new(Lobby));
}
