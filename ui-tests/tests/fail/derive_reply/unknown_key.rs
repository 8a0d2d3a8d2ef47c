//! A misspelt key on a variant.

use api_core::{Reply, api};
use ui_tests::{Oops, Room};

#[derive(Debug, Reply)]
pub enum Replaced {
    #[reply(stauts = 200)]
    Changed(Room),
}

#[api(errors = Oops)]
pub trait Rooms {
    #[put("/rooms")]
    async fn replace(&self) -> Result<Replaced, Oops>;
}

fn main() {}
