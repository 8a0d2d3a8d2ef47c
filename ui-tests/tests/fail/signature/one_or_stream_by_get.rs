//! A subscription by `GET` that may answer with one value.

use api_core::{Error, OneOrStream, api};

#[api]
pub trait Rooms {
    #[subscribe("/rooms")]
    async fn rooms(&self) -> Result<OneOrStream<String, String>, Error>;
}

fn main() {}
