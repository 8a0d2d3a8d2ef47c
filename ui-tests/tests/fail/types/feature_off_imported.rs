//! An imported type of another crate, so that its crate is not known to the macro. Every place names the features.

use api_core::error::{Answer, Attributes};
use api_core::{ApiError, Error, Failure, Messages, Subscription, api};

/// Stands for an import from the crate.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Uuid;

#[derive(Debug, ApiError)]
pub enum Oops {
    #[error(status = 404)]
    Missing(Attributes<Uuid>),
    #[error(unknown)]
    Unknown(Answer),
    #[error(failure)]
    Failed(Failure),
}

#[api]
pub trait Rooms {
    #[get("/rooms/{id}")]
    async fn room(&self, id: Uuid) -> Result<(), Error>;
    #[get("/newest")]
    async fn newest(&self, #[query] after: Option<Uuid>) -> Result<Uuid, Error>;
    #[post("/rooms")]
    async fn add(&self, #[header] key: Uuid, #[body] room: Uuid) -> Result<(), Error>;
    #[subscribe("/events")]
    async fn events(&self) -> Result<Subscription<Uuid>, Error>;
    #[duplex("/live")]
    async fn live(&self, input: Messages<Uuid>) -> Result<Messages<u8>, Error>;
}

fn main() {}
