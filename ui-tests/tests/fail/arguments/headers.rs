//! Structs of header fields that are none, twice, with an argument, or with a field that another argument has.

use api_core::call::HeaderFields;
use api_core::{Error, api};

#[derive(Debug, Clone, PartialEq, HeaderFields)]
pub struct Caller {
    user_agent: String,
}

#[api]
pub trait NoStruct {
    #[get("/a")]
    async fn a(&self, #[headers] caller: u32) -> Result<(), Error>;
}

#[api]
pub trait Twice {
    #[get("/a")]
    async fn a(&self, #[headers] caller: Caller, #[headers] other: Caller) -> Result<(), Error>;
}

#[api]
pub trait Named {
    #[get("/a")]
    async fn a(&self, #[headers("user-agent")] caller: Caller) -> Result<(), Error>;
}

#[api]
pub trait Overlapping {
    #[get("/a")]
    async fn a(&self, #[headers] caller: Caller, #[header] user_agent: String) -> Result<(), Error>;
}

fn main() {}
