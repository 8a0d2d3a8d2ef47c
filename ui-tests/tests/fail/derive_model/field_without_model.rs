//! A field whose type does not implement `Model`.

use api_core::{Model, api};
use serde::{Deserialize, Serialize};
use ui_tests::Oops;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plain {
    pub id: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Mistaken {
    pub plain: Plain,
}

#[api(errors = Oops)]
pub trait Rooms {
    #[post("/rooms")]
    async fn create(&self, #[body] room: Mistaken) -> Result<Mistaken, Oops>;
}

fn main() {}
