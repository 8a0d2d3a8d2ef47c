//! A type of another crate whose feature of api-core is off.

use api_core::error::{Answer, Attributes};
use api_core::{ApiError, Error, Failure, Messages, Model, Reply, Subscription, api};

/// Stands for the crate.
mod uuid {
    #[derive(Debug, Clone, PartialEq)]
    pub struct Uuid;
}

/// Stands for the crate.
mod bytes {
    pub struct Bytes;
}

#[derive(Model)]
pub struct Room {
    pub id: Option<uuid::Uuid>,
}

#[derive(Reply)]
pub enum Found {
    #[reply(status = 200)]
    Room(uuid::Uuid),
}

#[derive(Debug, ApiError)]
pub enum Oops {
    #[error(status = 404)]
    Missing(Attributes<uuid::Uuid>),
    #[error(unknown)]
    Unknown(Answer),
    #[error(failure)]
    Failed(Failure),
}

#[api]
pub trait Rooms {
    #[get("/rooms/{id}")]
    async fn room(&self, id: uuid::Uuid) -> Result<(), Error>;
    #[get("/newest")]
    async fn newest(&self) -> Result<uuid::Uuid, Error>;
    #[get("/picture")]
    async fn picture(&self) -> Result<bytes::Bytes, Error>;
    #[subscribe("/events")]
    async fn events(&self, #[header] of: Option<uuid::Uuid>) -> Result<Subscription<uuid::Uuid>, Error>;
    #[duplex("/live")]
    async fn live(&self, input: Messages<uuid::Uuid>) -> Result<Messages<u8>, Error>;
}

fn main() {}
