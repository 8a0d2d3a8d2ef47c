//! Enums that cannot be sent as numbers.

use api_core::Model;

#[derive(Model)]
#[model(repr)]
pub enum Untyped {
    One = 1,
}

#[derive(Model)]
#[repr(u8)]
#[model(repr)]
pub enum Filled {
    Nothing,
    Something(u8),
}

#[derive(Model)]
#[repr(u8)]
#[model(repr)]
#[serde(tag = "kind")]
pub enum Tagged {
    One = 1,
}

#[derive(Model)]
#[repr(u8)]
#[model(repr)]
pub enum Renamed {
    #[serde(rename = "one")]
    One = 1,
}

#[derive(Model)]
#[model(repr)]
pub struct NoEnum {
    one: u8,
}

fn main() {}
