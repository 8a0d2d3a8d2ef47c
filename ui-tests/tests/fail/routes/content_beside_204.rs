//! Content in responses whose status has none.

use api_core::{Error, Reply, api};

#[derive(Reply)]
pub enum Saved {
    #[reply(status = 200)]
    Changed(String),
    #[reply(status = 204)]
    Same(String),
    #[reply(status = 205)]
    Reset(()),
}

#[api]
pub trait Rooms {
    #[post("/a", status = 204)]
    async fn nothing(&self) -> Result<String, Error>;
    #[post("/b", status = 205)]
    async fn reset(&self) -> Result<Vec<u8>, Error>;
    #[post("/c")]
    async fn save(&self) -> Result<Saved, Error>;
    #[post("/d", status = 205)]
    async fn empty(&self) -> Result<(), Error>;
}

fn main() {}
