//! Attributes of parts, and items that have none.

use api_core::{Error, Multipart, api};

#[derive(Multipart)]
pub struct Upload {
    #[multipart(name)]
    pub unnamed: String,
    #[multipart(limit = "1 MiB")]
    pub limit: String,
    #[multipart(nmae = "x")]
    pub misspelt: String,
    pub title: String,
    #[multipart(name = "title")]
    pub again: String,
}

#[derive(Multipart)]
pub struct Single(String);

#[derive(Multipart)]
pub enum Either {
    A,
}

#[derive(Multipart)]
pub struct Generic<T> {
    pub value: T,
}

#[api]
pub trait Uploads {
    #[post("/a")]
    async fn upload(&self, #[body(multipart, media_type = "multipart/mixed")] upload: Upload) -> Result<(), Error>;
}

fn main() {}
