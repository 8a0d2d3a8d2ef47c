//! Fields of one direction that the other end insists on, and defaults that serde does not take.

use api_core::Model;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Model)]
pub struct Room {
    #[model(read_only)]
    id: u32,
    #[model(write_only)]
    password: String,
    #[model(default = 20)]
    size: u32,
    #[serde(default)]
    #[model(default = [1])]
    sizes: Vec<u32>,
}

fn main() {}
