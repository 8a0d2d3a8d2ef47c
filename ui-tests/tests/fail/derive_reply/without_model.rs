//! A variant whose type does not implement `Model`.

use api_core::{Reply, api};
use serde::{Deserialize, Serialize};
use ui_tests::Oops;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plain {
    pub id: u32,
}

#[derive(Debug, Reply)]
pub enum Replaced {
    #[reply(status = 200)]
    Changed(Plain),
}

#[api(errors = Oops)]
pub trait Rooms {
    #[put("/rooms")]
    async fn replace(&self) -> Result<Replaced, Oops>;
}

fn main() {}
