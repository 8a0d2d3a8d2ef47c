//! `as` where it cannot be, without a type, and for a type that serde does not read.

use api_core::call::ByteStream;
use api_core::{Error, api};

#[derive(Debug, Clone, PartialEq)]
pub struct Version(u32);

#[api]
pub trait Rooms {
    #[post("/a")]
    async fn bytes(&self, #[body(stream, as = String)] file: ByteStream) -> Result<(), Error>;
    #[get("/b")]
    async fn empty(&self, #[query(as)] version: String) -> Result<(), Error>;
    #[get("/c/{version}")]
    async fn name(&self, #[path("version")] version: String) -> Result<(), Error>;
    #[get("/d")]
    async fn twice(&self, #[header(as = String, as = u32)] version: String) -> Result<(), Error>;
}

#[api]
pub trait Versions {
    #[get("/versions/{version}")]
    async fn version(&self, #[path(as = u32)] version: Version) -> Result<(), Error>;
}

fn main() {}
