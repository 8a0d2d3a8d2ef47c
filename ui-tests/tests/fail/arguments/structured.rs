//! Types that cannot be structured fields, and attributes that do not name one.

use api_core::call::{HeaderFields, WithHeaders};
use api_core::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Model)]
pub struct Upper {
    #[serde(rename = "U")]
    urgency: u8,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Model)]
pub struct Deep {
    inner: Inner,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Model)]
pub struct Inner {
    number: u8,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Model)]
pub enum Words {
    #[serde(rename = "two words")]
    Two,
}

#[api]
pub trait Rooms {
    #[get("/a")]
    async fn upper(&self, #[header(structured)] priority: Upper) -> Result<(), Error>;

    #[get("/b")]
    async fn deep(&self, #[header("x-deep", structured)] deep: Deep) -> Result<(), Error>;

    #[get("/c")]
    async fn words(&self, #[header(structured)] words: Vec<Words>) -> Result<(), Error>;

    #[get("/d")]
    async fn twice(&self, #[header(structured)] twice: Option<Option<u8>>) -> Result<(), Error>;

    #[get("/e")]
    async fn answer(&self) -> Result<WithHeaders<(), Answered>, Error>;
}

#[derive(HeaderFields)]
pub struct Answered {
    #[header("x-deep", structured)]
    deep: Vec<Inner>,
}

#[api]
pub trait Attributes {
    #[get("/a")]
    async fn name(&self, #[header("a b", structured)] name: u8) -> Result<(), Error>;

    #[get("/b")]
    async fn order(&self, #[header(structured, "x-b")] order: u8) -> Result<(), Error>;

    #[get("/c")]
    async fn more(&self, #[header("x-c", structured, default = 1)] more: u8) -> Result<(), Error>;
}

fn main() {}
