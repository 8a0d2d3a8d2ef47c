//! Enums that are sent as numbers, with values that only the compiler knows.

use api_core::{Error, Model, api};
use serde_repr::{Deserialize_repr, Serialize_repr};

const FIRST: u16 = 1 << 9;

#[derive(Debug, Clone, PartialEq, Serialize_repr, Deserialize_repr, Model)]
#[repr(u16)]
#[model(repr)]
pub enum Flag {
    First = FIRST,
    Next,
    #[serde(other)]
    Unknown = FIRST * 2,
}

#[api]
pub trait Flags {
    #[get("/flags/{flag}")]
    async fn flag(&self, flag: Flag, #[query(default = 512)] or: Flag) -> Result<Flag, Error>;
}

fn main() {
    let shape = "enum Flag as integer {\n  First = 512\n  Next = 513\n  Unknown = 1024, or any other\n}";
    assert_eq!(Flag::SHAPE.to_string(), shape);
}
