//! A tag with the name of a field.

use api_core::{Model, api};
use serde::{Deserialize, Serialize};
use ui_tests::Oops;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(tag = "kind")]
pub enum Mistaken {
    Named { kind: String },
}

#[api(errors = Oops)]
pub trait Rooms {
    #[post("/rooms")]
    async fn create(&self, #[body] room: Mistaken) -> Result<Mistaken, Oops>;
}

fn main() {}
