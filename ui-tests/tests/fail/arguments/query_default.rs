//! A default that is no value of its type, or beside an option.

use api_core::prelude::*;

#[api]
trait Rooms {
    #[get("/a")]
    async fn too_large(&self, #[query(default = 300)] limit: u8) -> Result<(), Error>;

    #[get("/b")]
    async fn beside_option(&self, #[query(default = 3)] limit: Option<u8>) -> Result<(), Error>;
}

fn main() {}
