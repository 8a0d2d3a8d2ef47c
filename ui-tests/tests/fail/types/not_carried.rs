//! Values of endpoints that JSON cannot carry, and names of header fields that are none.

use api_core::call::{HeaderFields, WithHeaders};
use api_core::description::HeaderField;
use api_core::{Error, EventId, Failure, Messages, Model, Patch, Subscription, api};

type Twice = Option<Option<u8>>;

pub struct Total;

impl HeaderFields for Total {
    const FIELDS: &'static [HeaderField] = &[HeaderField::new("X-Total", u32::SHAPE)];

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
    #[post("/e")]
    async fn alias(&self, #[body] topic: Twice) -> Result<(), Error>;
    #[duplex("/f")]
    async fn input(&self, input: Messages<Option<Option<u8>>>) -> Result<Messages<u8>, Error>;
    #[duplex("/g")]
    async fn messages(&self, input: Messages<u8>) -> Result<Messages<Option<Option<u8>>>, Error>;
    #[get("/h")]
    async fn query(&self, #[query] topic: Option<Option<u8>>) -> Result<(), Error>;
    #[get("/i")]
    async fn field(&self, #[header] topic: Patch<u8>) -> Result<(), Error>;
    #[subscribe("/j")]
    async fn resume(&self, #[resume] last: Option<Option<EventId>>) -> Result<Subscription<u8>, Error>;
}

fn main() {}
