//! A tuple variant, which has no place for a tag.

use api_core::Model;
use serde::{Serialize, Serializer};

#[derive(Model)]
#[serde(tag = "kind")]
pub enum Mistaken {
    Pair(u8, u8),
}

/// Written by hand: serde's derive would report the mistake itself.
impl Serialize for Mistaken {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

fn main() {}
