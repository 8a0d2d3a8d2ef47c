//! A variant with two fields.

use api_core::{Reply, api};
use ui_tests::{Oops, Room};

#[derive(Debug, Reply)]
pub enum Replaced {
    #[reply(status = 200)]
    Changed(Room, Room),
}

#[api(errors = Oops)]
pub trait Rooms {
    #[put("/rooms")]
    async fn replace(&self) -> Result<Replaced, Oops>;
}

fn main() {}
