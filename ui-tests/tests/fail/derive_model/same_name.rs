//! Two fields with the same wire name.

use api_core::Model;

#[derive(Model)]
pub struct Mistaken {
    #[serde(rename = "name")]
    pub title: String,
    pub name: String,
}

fn main() {}
