//! Two segments with text beside placeholders that match a common text, and neither is more specific.

use api_core::{Error, api};

#[api]
pub trait Rooms {
    #[get("/rooms/old-{name}")]
    async fn old(&self, name: String) -> Result<(), Error>;
    #[get("/rooms/{name}.json")]
    async fn json(&self, name: String) -> Result<(), Error>;
    // These are more specific or less.
    #[get("/rooms/old-{name}.json")]
    async fn old_json(&self, name: String) -> Result<(), Error>;
    #[get("/rooms/all.json")]
    async fn all_json(&self) -> Result<(), Error>;
    #[get("/rooms/{name}")]
    async fn room(&self, name: String) -> Result<(), Error>;
}

fn main() {}
