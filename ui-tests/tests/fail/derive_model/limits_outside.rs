//! Limits that no value of the type can have.

use api_core::Model;

#[derive(Model)]
pub struct Mistaken {
    #[model(max = 300)]
    pub small: u8,
    #[model(min = -1)]
    pub unsigned: Option<u32>,
    #[model(min = 0.5)]
    pub whole: i64,
    #[model(min_length = 5)]
    pub fixed: [u8; 3],
}

fn main() {}
