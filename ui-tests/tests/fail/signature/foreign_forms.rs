//! Methods in forms that other frameworks have.

use api_core::context::Context;
use api_core::{Error, api};

#[api]
pub trait Rooms {
    #[get("/a")]
    async fn bounded(&self) -> Result<(), Error>
    where
        Self: Clone;
    #[get("/b")]
    async fn context(&self, context: &mut Context<'_>) -> Result<(), Error>;
    #[get("/c/{x}/{y}")]
    async fn pattern(&self, (x, y): (u32, u32)) -> Result<(), Error>;
    #[get("/d")]
    async fn opaque(&self) -> Result<impl serde::Serialize, Error>;
}

#[api]
#[async_trait::async_trait]
pub trait Boxed {
    #[get("/a")]
    async fn read(&self) -> Result<(), Error>;
}

fn main() {}
