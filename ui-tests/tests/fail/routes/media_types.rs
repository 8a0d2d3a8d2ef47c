//! Media types and statuses of answers.

use std::convert::Infallible;

use api_core::call::Binary;
use api_core::{Error, Reply, Subscription, api};

#[derive(Reply)]
pub enum Saved {
    #[reply(status = 200)]
    Changed(String),
    #[reply(status = 201)]
    Created(String),
}

#[api]
pub trait Pictures {
    #[get("/a", media_type = "image/png")]
    async fn nothing(&self) -> Result<(), Error>;
    #[get("/b", media_type = "image/*")]
    async fn range(&self) -> Result<Binary, Error>;
    #[get("/c", media_type = "image/png")]
    async fn several(&self) -> Result<Saved, Error>;
    #[get("/g", media_type = "image/png")]
    async fn never(&self) -> Result<Infallible, Error>;
    #[get("/h", status = 201)]
    async fn created(&self) -> Result<Infallible, Error>;
}

#[api]
pub trait Unparsed {
    #[get("/d", media_type = "png")]
    async fn one_word(&self) -> Result<Binary, Error>;
    #[get("/e", media_type = png)]
    async fn no_text(&self) -> Result<Binary, Error>;
    #[subscribe("/f", media_type = "text/event-stream")]
    async fn events(&self) -> Result<Subscription<String>, Error>;
}

fn main() {}
