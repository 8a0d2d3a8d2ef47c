//! What clients do not notice: more operations, more in answers, less asked for, other names of types and captures.

use api_core::{Error, Model, api};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Draft {
    #[model(max_length = 100)]
    pub name: String,
    #[serde(default)]
    pub private: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Place {
    pub id: u16,
    pub name: String,
    #[model(format = "date-time")]
    pub created: String,
    pub parent: Option<Box<Place>>,
}

#[api(contract = "contract/rooms.contract", consumers = ["contract/names.contract"])]
pub trait Places {
    #[get("/rooms/{number}")]
    async fn room(&self, number: u64, #[query] verbose: Option<bool>) -> Result<Place, Error>;
    #[post("/rooms")]
    async fn create(&self, #[body] draft: Draft) -> Result<Place, Error>;
    #[delete("/rooms/{number}")]
    async fn delete(&self, number: u32) -> Result<(), Error>;
    #[get("/rooms")]
    async fn rooms(&self) -> Result<Vec<Place>, Error>;
}

#[api(consumes = "contract/rooms.contract")]
pub trait Names {
    #[get("/rooms/{room}")]
    async fn name(&self, room: u8) -> Result<Name, Error>;
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Name {
    pub name: String,
}

fn main() {
    let _ = (PlacesApi::DESCRIPTION, NamesApi::DESCRIPTION);
}
