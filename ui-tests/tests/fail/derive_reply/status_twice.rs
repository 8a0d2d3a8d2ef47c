//! Two variants with the same status.

use api_core::{Reply, api};
use ui_tests::{Oops, Room};

#[derive(Debug, Reply)]
pub enum Replaced {
    #[reply(status = 200)]
    Changed(Room),
    #[reply(status = 200)]
    Created(Room),
}

#[api(errors = Oops)]
pub trait Rooms {
    #[put("/rooms")]
    async fn replace(&self) -> Result<Replaced, Oops>;
}

fn main() {}
