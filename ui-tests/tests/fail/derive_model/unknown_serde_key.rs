//! A key of serde that a shape cannot express.

use api_core::Model;

#[derive(Model)]
pub struct Mistaken {
    #[serde(getter = "name")]
    pub name: String,
}

fn main() {}
