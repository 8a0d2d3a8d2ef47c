//! The value of a key is not text.
#![allow(unused_imports)]

use api_core::api;
use ui_tests::{Oops, any};

#[api(base = 7, errors = Oops)]
trait Rooms {
    #[get("/rooms")]
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
