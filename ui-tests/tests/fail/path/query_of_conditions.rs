//! Queries in a path that select nothing, and header fields that select nothing.

use api_core::{Error, api};

#[api]
pub trait Buckets {
    #[get("/a?")]
    async fn no_key(&self) -> Result<String, Error>;
    #[get("/b?a b")]
    async fn space(&self) -> Result<String, Error>;
    #[get("/c", when_header("x target" = "a"))]
    async fn name(&self) -> Result<String, Error>;
    #[get("/d", when_header("x-target" = "a#b"))]
    async fn value(&self) -> Result<String, Error>;
    #[get("/e", when_header = "x-target")]
    async fn form(&self) -> Result<String, Error>;
}

fn main() {}
