//! Media types of bodies.

use api_core::call::ByteStream;
use api_core::{Error, api};

#[api]
pub trait Pictures {
    #[put("/a")]
    async fn one_word(&self, #[body(stream, media_type = "png")] image: ByteStream) -> Result<(), Error>;
    #[put("/b")]
    async fn no_value(&self, #[body(stream, media_type)] image: ByteStream) -> Result<(), Error>;
    #[put("/c")]
    async fn range(&self, #[body(stream, media_type = "image/*")] image: ByteStream) -> Result<(), Error>;
    #[put("/d")]
    async fn range_of_json(&self, #[body(media_type = "application/*")] names: Vec<String>) -> Result<(), Error>;
    #[put("/e")]
    async fn form(&self, #[body(form, media_type = "text/plain")] names: Vec<String>) -> Result<(), Error>;
    #[put("/f")]
    async fn other_key(&self, #[body(stream, type = "image/png")] image: ByteStream) -> Result<(), Error>;
    #[put("/g")]
    async fn another_key(&self, #[body(stream, mime = "image/png")] image: ByteStream) -> Result<(), Error>;
    #[put("/h")]
    async fn twice(&self, #[body(media_type = ["a/json", "A/json"])] names: Vec<String>) -> Result<(), Error>;
    #[put("/i")]
    async fn none(&self, #[body(media_type = [])] names: Vec<String>) -> Result<(), Error>;
}

fn main() {}
