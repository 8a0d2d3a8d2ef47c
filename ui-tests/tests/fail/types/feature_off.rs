//! A type of another crate whose feature of api-core is off.

use api_core::{Error, Model, api};

/// Stands for the crate.
mod uuid {
    #[derive(Debug, Clone, PartialEq)]
    pub struct Uuid;
}

#[derive(Model)]
pub struct Room {
    pub id: Option<uuid::Uuid>,
}

#[api]
pub trait Rooms {
    #[get("/rooms/{id}")]
    async fn room(&self, id: uuid::Uuid) -> Result<(), Error>;
}

fn main() {}
