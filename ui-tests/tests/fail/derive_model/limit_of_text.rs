//! A numeric limit on a string.

use api_core::{Model, api};
use serde::{Deserialize, Serialize};
use ui_tests::Oops;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Mistaken {
    #[model(min = 3)]
    pub name: String,
}

#[api(errors = Oops)]
pub trait Rooms {
    #[post("/rooms")]
    async fn create(&self, #[body] room: Mistaken) -> Result<Mistaken, Oops>;
}

fn main() {}
