//! A provider that breaks a consumer whose needs it knows.

use api_core::{Error, Model, api};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Room {
    pub id: u32,
    pub title: String,
}

#[api(consumers = ["names.contract"])]
pub trait Rooms {
    #[get("/rooms/{id}")]
    async fn room(&self, id: u32) -> Result<Room, Error>;
}

fn main() {
    let _ = RoomsApi::DESCRIPTION;
}
