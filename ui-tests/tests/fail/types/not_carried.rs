//! Values of endpoints that JSON cannot carry, and names of header fields that are none.

use api_core::call::{HeaderFields, WithHeaders};
use api_core::{Error, Failure, Subscription, api};

pub struct Total;

impl HeaderFields for Total {
    const NAMES: &'static [&'static str] = &["X-Total"];

    fn write(&self, _: &mut http::HeaderMap) -> Result<(), Failure> {
        Ok(())
    }

    fn read(_: &http::HeaderMap) -> Result<Self, Failure> {
        Ok(Self)
    }
}

#[api]
pub trait Rooms {
    #[post("/a")]
    async fn body(&self, #[body] topic: Option<Option<u32>>) -> Result<(), Error>;
    #[get("/b")]
    async fn output(&self) -> Result<Vec<Option<Option<u8>>>, Error>;
    #[subscribe("/c")]
    async fn events(&self) -> Result<Subscription<Option<Option<u8>>>, Error>;
    #[get("/d")]
    async fn capitals(&self) -> Result<WithHeaders<u8, Total>, Error>;
}

fn main() {}
