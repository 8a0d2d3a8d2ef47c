//! A constraint on a struct instead of a field.

use api_core::{Model, api};
use serde::{Deserialize, Serialize};
use ui_tests::Oops;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[model(min_length = 3)]
pub struct Mistaken {
    pub name: String,
}

#[api(errors = Oops)]
pub trait Rooms {
    #[post("/rooms")]
    async fn create(&self, #[body] room: Mistaken) -> Result<Mistaken, Oops>;
}

fn main() {}
