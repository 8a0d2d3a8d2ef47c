//! Text beside placeholders that no precedence tells apart.

use api_core::{Error, api};

#[api(crossing = literal_first)]
pub trait Rooms {
    #[get("/rooms/old-{name}")]
    async fn old(&self, name: String) -> Result<(), Error>;
    #[get("/rooms/{name}-new")]
    async fn new(&self, name: String) -> Result<(), Error>;
}

fn main() {}
