//! Several breaking changes are one message at the name of the lock's file.

use api_core::error::{Answer, Failure};
use api_core::{ApiError, Model, api};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct NewRoom {
    #[model(min_length = 1, max_length = 30)]
    pub name: String,
    pub private: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Room {
    pub id: u32,
    pub name: Option<String>,
    pub created: u64,
}

#[derive(Debug, ApiError)]
pub enum RoomError {
    /// There is no such room.
    #[error(status = 404)]
    NotFound,
    #[error(unknown)]
    Unknown(Answer),
    #[error(failure)]
    Failed(Failure),
}

#[api(errors = RoomError, contract = "rooms.contract")]
pub trait Rooms {
    #[get("/rooms/{number}")]
    async fn room(&self, number: u16, #[query] verbose: Option<bool>) -> Result<Room, RoomError>;
    #[post("/rooms")]
    async fn create(&self, #[body] room: NewRoom) -> Result<Room, RoomError>;
}

fn main() {
    let _ = RoomsApi::DESCRIPTION;
}
