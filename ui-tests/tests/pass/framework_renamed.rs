//! The framework under another name: `crate = path` in the attribute and in the derives.

mod my {
    pub mod framework {
        pub use api_core::*;
    }
}

use my::framework::error::Answer;
use my::framework::{Api, ApiError, Failure, Model, Reply, Subscription, api};

// Generated code must not refer to this module.
#[allow(unused)]
mod api_core {}

#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, Model)]
#[model(crate = my::framework)]
pub struct Room {
    pub id: u32,
}

#[derive(Debug, ApiError)]
#[api_error(crate = my::framework)]
pub enum Oops {
    #[error(status = 404)]
    Gone(String),
    #[error(unknown)]
    Unknown(Answer),
    #[error(failure)]
    Failed(Failure),
}

#[derive(Debug, Reply)]
#[reply(crate = my::framework)]
pub enum Replaced {
    #[reply(status = 200)]
    Changed(Room),
    #[reply(status = 204)]
    Same,
}

#[api(errors = Oops, crate = crate::my::framework, contract = "contract/renamed.contract")]
pub trait Rooms {
    #[put("/rooms/{id}")]
    async fn replace(&self, id: u32, #[body] room: Room) -> Result<Replaced, Oops>;
    #[subscribe("/rooms")]
    async fn follow(&self) -> Result<Subscription<Room>, Oops>;
}

fn main() {
    assert_eq!(RoomsApi::DESCRIPTION.endpoints.len(), 2);
}
