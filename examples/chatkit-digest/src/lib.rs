//! What is new in the rooms of a user, posted into one of them.
//!
//! The program uses five operations of Chatkit, of which it knows no code. Its trait says what it needs: fewer fields
//! than there are, and names of its own. `consumes` names the contract that Chatkit publishes. If a version of it does
//! not promise any more what is used here, this does not compile, and says what is missing.
//!
//! In the other direction, [`needs.contract`](../needs.contract) is this trait as a lock. Chatkit names it in
//! `consumers`, so that its own build fails before it breaks this program.

#![forbid(unsafe_code)]

mod digest;

use api_contract::{Locked, locked};
use api_core::{Error, Model, api};
use serde::{Deserialize, Serialize};

pub use digest::post;

/// What this program needs of Chatkit.
#[api(
    base = "/services/chatkit/v6/{instance}",
    security = bearer,
    consumes = "../../chatkit/contracts/chatkit-v6.contract"
)]
pub trait Digest {
    /// Returns a user.
    #[get("/users/{id}")]
    async fn user(&self, id: String) -> Result<User, Error>;

    /// Returns the rooms that a user is a member of.
    #[get("/users/{id}/rooms")]
    async fn rooms(&self, id: String) -> Result<Vec<Room>, Error>;

    /// Joins a room.
    #[post("/users/{id}/rooms/{room}/join")]
    async fn join(&self, id: String, room: String) -> Result<Room, Error>;

    /// Returns the latest messages of a room.
    #[get("/rooms/{room}/messages")]
    async fn messages(&self, room: String, #[query] limit: Option<u32>) -> Result<Vec<Message>, Error>;

    /// Sends a message.
    #[post("/rooms/{room}/messages", status = 201)]
    async fn send(&self, room: String, #[body] message: NewMessage) -> Result<Sent, Error>;
}

/// A user. There is more, which this program does not read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct User {
    /// The name that people see.
    pub name: String,
}

/// A room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Room {
    /// The id.
    pub id: String,
    /// The name that people see.
    pub name: String,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Message {
    /// Who sent it.
    pub user_id: String,
}

/// A message to be sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct NewMessage {
    /// The parts. One is enough here.
    pub parts: Vec<Text>,
}

/// A part of a message: text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Text {
    /// The media type, `text/plain`.
    pub r#type: String,
    /// The text.
    pub content: String,
}

/// A message that was sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Sent {
    /// Its id.
    pub message_id: u64,
}

/// The needs of this program, as a lock that the provider's build checks.
pub const NEEDS: Locked = locked!(DigestApi, "needs.contract");

#[cfg(test)]
mod tests {
    use super::NEEDS;

    #[test]
    fn the_needs_are_written_down() {
        api_contract::assert_locked(NEEDS.file, NEEDS.description);
    }
}
