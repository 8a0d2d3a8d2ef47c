//! Mistakes that serde's derives report. `derive(Model)` does not repeat them.

use api_core::Model;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Model)]
#[serde(tag = "kind")]
pub enum Tuple {
    Pair(u8, u8),
}

#[derive(Serialize, Deserialize, Model)]
#[serde(tag = "kind")]
pub enum Tag {
    Named { kind: String },
}

#[derive(Serialize, Deserialize, Model)]
#[serde(rename_all = "camelcase")]
pub struct Case {
    pub room_id: u32,
}

#[derive(Serialize, Deserialize, Model)]
pub struct Key {
    #[serde(renamed = "id")]
    pub room_id: u32,
}

fn main() {}
