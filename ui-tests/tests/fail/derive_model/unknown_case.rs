//! An unknown value of `rename_all`.

use api_core::Model;

#[derive(Model)]
#[serde(rename_all = "camelcase")]
pub struct Mistaken {
    pub room_id: u32,
}

fn main() {}
