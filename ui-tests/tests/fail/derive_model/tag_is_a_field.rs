//! A tag with the name of a field.

use api_core::Model;

#[derive(Model)]
#[serde(tag = "kind")]
pub enum Mistaken {
    Named { kind: String },
}

fn main() {}
