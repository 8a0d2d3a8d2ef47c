//! A wildcard in the base.

use api_core::{Error, api};

#[api(base = "/files/{*path}")]
pub trait Rooms {
    #[get("/lines")]
    async fn lines(&self) -> Result<(), Error>;
}

fn main() {}
