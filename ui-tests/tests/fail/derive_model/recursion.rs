//! Two types that hold each other, and none by name.

use api_core::{Model, api};
use serde::{Deserialize, Serialize};
use ui_tests::Oops;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Mistaken {
    pub others: Vec<Other>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Other {
    pub back: Vec<Mistaken>,
}

#[api(errors = Oops)]
pub trait Rooms {
    #[post("/rooms")]
    async fn create(&self, #[body] room: Mistaken) -> Result<Mistaken, Oops>;
}

fn main() {}
