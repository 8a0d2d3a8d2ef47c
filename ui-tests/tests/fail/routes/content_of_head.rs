//! A response to `HEAD` with content.

use api_core::{Error, api};

#[api]
pub trait Rooms {
    #[head("/rooms/{id}")]
    async fn room(&self, id: u32) -> Result<String, Error>;
}

fn main() {}
