//! Arguments that hold values of a type that is no model.

use api_core::{Error, api};

#[derive(Debug, Clone, PartialEq)]
pub struct Plain;

#[api]
pub trait Rooms {
    #[post("/rooms")]
    async fn rooms(&self, #[body] rooms: Vec<Plain>) -> Result<(), Error>;
    #[post("/room")]
    async fn room(&self, #[body] room: Option<Plain>, #[query] tags: Vec<Plain>) -> Result<(), Error>;
    #[post("/bytes")]
    async fn bytes(&self, #[body(bytes)] bytes: Vec<u8>) -> Result<(), Error>;
}

fn main() {}
