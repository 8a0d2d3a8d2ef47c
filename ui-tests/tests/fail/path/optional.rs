//! Placeholders that may be missing, where they cannot be.

use api_core::{Error, Messages, api};

#[api]
pub trait Rooms {
    #[get("/a/{id?}")]
    async fn not_an_option(&self, id: u32) -> Result<(), Error>;
    #[get("/b/{id?}/messages")]
    async fn not_the_last(&self, id: Option<u32>) -> Result<(), Error>;
    #[duplex("/c/{id?}")]
    async fn socket(&self, id: Option<u32>, input: Messages<u32>) -> Result<Messages<u32>, Error>;
}

#[api(base = "/v1/{tenant?}")]
pub trait Tenants {
    #[get("/a")]
    async fn rooms(&self) -> Result<(), Error>;
}

#[api]
pub trait Shelves {
    #[get("/shelves")]
    async fn all(&self) -> Result<(), Error>;
    #[get("/shelves/{number?}")]
    async fn some(&self, number: Option<u32>) -> Result<(), Error>;
}

#[api]
pub trait Boxes {
    #[get("/boxes/all")]
    async fn boxes_with_number(&self) -> Result<(), Error>;
    #[get("/boxes/{number?}")]
    async fn boxes(&self, number: Option<u32>) -> Result<(), Error>;
}

fn main() {}
