//! Words in `#[query(..)]` that are unknown, twice, or no value of the type.

use api_core::prelude::*;

#[api]
trait Rooms {
    #[get("/a")]
    async fn unknown(&self, #[query(coma)] ids: Vec<u8>) -> Result<(), Error>;

    #[get("/b")]
    async fn twice(&self, #[query(comma, pipe)] ids: Vec<u8>) -> Result<(), Error>;

    #[get("/c")]
    async fn without_value(&self, #[query(default)] limit: u8) -> Result<(), Error>;

    #[get("/d")]
    async fn computed(&self, #[query(default = 1 + 1)] limit: u8) -> Result<(), Error>;
}

fn main() {}
