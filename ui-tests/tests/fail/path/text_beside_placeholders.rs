//! Segments with text beside placeholders that have no meaning.

use api_core::{Error, api};

#[api]
pub trait Rooms {
    #[get("/a/{id}{name}")]
    async fn nothing_between(&self, id: u32, name: String) -> Result<(), Error>;
    #[get("/b/{id}ü{name}")]
    async fn not_ascii_between(&self, id: u32, name: String) -> Result<(), Error>;
    #[get("/c/{*path}:lines")]
    async fn beside_a_wildcard(&self, path: String) -> Result<(), Error>;
    #[get("/d/.{name}")]
    async fn dot(&self, name: String) -> Result<(), Error>;
    #[get("/e/{id}:{id}")]
    async fn twice(&self, id: u32) -> Result<(), Error>;
    #[get("/f/v{id:u32}")]
    async fn typed(&self, id: u32) -> Result<(), Error>;
    #[get("/g/v{id?}")]
    async fn optional(&self, id: Option<u32>) -> Result<(), Error>;
    #[get("/h/%20{id}")]
    async fn encoded(&self, id: u32) -> Result<(), Error>;
}

fn main() {}
