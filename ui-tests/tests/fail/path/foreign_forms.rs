//! Paths in forms that other frameworks have.

use api_core::{Error, api};

#[api]
pub trait Rooms {
    #[get("/a/<id>")]
    async fn angle(&self, id: u32) -> Result<(), Error>;
    #[get("/b/{id:u32}")]
    async fn typed(&self, id: u32) -> Result<(), Error>;
    #[get("/c/{id?}/d")]
    async fn optional(&self, id: Option<u32>) -> Result<(), Error>;
    #[get("/d/:id")]
    async fn colon(&self, id: u32) -> Result<(), Error>;
    #[get(path = "/e")]
    async fn key(&self) -> Result<(), Error>;
    #[get(concat!("/", "f"))]
    async fn computed(&self) -> Result<(), Error>;
}

fn main() {}
