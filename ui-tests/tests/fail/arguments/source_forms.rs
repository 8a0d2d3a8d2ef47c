//! Sources of arguments in forms that other attributes have.

use api_core::{Error, api};

#[api]
pub trait Rooms {
    #[get("/a")]
    async fn equals(&self, #[header = "x-trace"] trace: String, #[query = "q"] word: u32) -> Result<(), Error>;
    #[post("/b")]
    async fn encoding(&self, #[body = "form"] room: String) -> Result<(), Error>;
    #[subscribe("/c")]
    async fn resumed(&self, #[resume = "id"] after: String) -> Result<(), Error>;
    #[post("/d")]
    async fn empty(&self, #[body()] room: String, #[query()] word: u32) -> Result<(), Error>;
    #[get("/e")]
    async fn default(&self, #[header(default = 20)] limit: u32) -> Result<(), Error>;
}

fn main() {}
