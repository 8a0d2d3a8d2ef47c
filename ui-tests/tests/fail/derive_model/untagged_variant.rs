//! An untagged variant, which serde accepts, in a type that is only read.

use api_core::Model;
use serde::Deserialize;

#[derive(Deserialize, Model)]
enum Choice {
    Number(u8),
    #[serde(untagged)]
    Text(String),
}

fn main() {}
