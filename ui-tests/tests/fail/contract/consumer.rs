//! A consumer that uses what the provider does not promise.

use api_core::{Error, Model, api};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Name {
    pub name: String,
    pub topic: Option<String>,
}

#[api(consumes = "rooms.contract")]
pub trait Names {
    #[get("/rooms/{room}")]
    async fn name(&self, room: u64) -> Result<Name, Error>;
    #[put("/rooms/{room}")]
    async fn rename(&self, room: u32, #[body] name: Name) -> Result<(), Error>;
}

fn main() {
    let _ = NamesApi::DESCRIPTION;
}
