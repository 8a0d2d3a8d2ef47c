//! A case that is none.

use api_core::Model;

#[derive(Model)]
#[serde(rename_all = "camelcase")]
pub struct Mistaken {
    pub room_id: u32,
}

fn main() {}
