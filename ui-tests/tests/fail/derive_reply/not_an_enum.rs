//! `derive(Reply)` on a struct.

use api_core::{Reply, api};
use ui_tests::{Oops, Room};

#[derive(Debug, Reply)]
pub struct Replaced {
    pub room: Room,
}

#[api(errors = Oops)]
pub trait Rooms {
    #[put("/rooms")]
    async fn replace(&self) -> Result<Replaced, Oops>;
}

fn main() {}
