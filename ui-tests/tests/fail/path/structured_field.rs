//! Structured fields that select a method, whose types cannot be structured fields or are not always sent.

use api_core::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Model)]
pub enum Words {
    #[serde(rename = "two words")]
    Two,
}

#[api]
pub trait Buckets {
    #[put("/a", when_header("x-words"))]
    async fn words(&self, #[header(structured)] x_words: Words) -> Result<(), Error>;
    #[put("/b", when_header("x-part"))]
    async fn part(&self, #[header(structured)] x_part: Option<u8>) -> Result<(), Error>;
}

fn main() {}
