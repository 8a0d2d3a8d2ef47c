//! Two fields with one name on the wire.

use api_core::Model;

#[derive(Model)]
pub struct Mistaken {
    #[serde(rename = "name")]
    pub title: String,
    pub name: String,
}

fn main() {}
