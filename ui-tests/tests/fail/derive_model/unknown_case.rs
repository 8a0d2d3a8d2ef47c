//! An unknown value of `rename_all`.

use api_core::Model;
use serde::{Serialize, Serializer};

#[derive(Model)]
#[serde(rename_all = "camelcase")]
pub struct Mistaken {
    pub room_id: u32,
}

/// Written by hand: serde's derive would report the mistake itself.
impl Serialize for Mistaken {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

fn main() {}
