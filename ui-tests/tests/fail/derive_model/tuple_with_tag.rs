//! A tuple variant, which has no place for a tag.

use api_core::Model;

#[derive(Model)]
#[serde(tag = "kind")]
pub enum Mistaken {
    Pair(u8, u8),
}

fn main() {}
