//! A union.

use api_core::Model;

#[derive(Clone, Copy, Model)]
pub union Bits {
    pub number: u32,
    pub letter: u8,
}

fn main() {}
