//! A permission is required of callers, but the API has no scheme of authentication.
#![allow(unused_imports)]

use api_core::api;
use ui_tests::{Oops, any};

#[api(errors = Oops)]
trait Rooms {
    #[get("/rooms", requires = "room:list")]
    async fn rooms(&self) -> Result<Vec<String>, Oops>;
}

struct Lobby;

impl Rooms for Lobby {
    async fn rooms(&self) -> Result<Vec<String>, Oops> {
        any()
    }
}

fn main() {
    let _ = RoomsApi::serve(Lobby);
}
