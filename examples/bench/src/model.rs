//! The data of requests and responses, the same for all servers.

use api_core::Model;
use serde::{Deserialize, Serialize};

/// A user.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[cfg_attr(feature = "peers", derive(poem_openapi::Object))]
#[cfg_attr(feature = "peers", derive(schemars::JsonSchema))]
pub(crate) struct User {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) avatar_url: String,
    pub(crate) created_at: String,
    pub(crate) updated_at: String,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[cfg_attr(feature = "peers", derive(poem_openapi::Object))]
#[cfg_attr(feature = "peers", derive(schemars::JsonSchema))]
pub(crate) struct Message {
    pub(crate) id: u64,
    pub(crate) user_id: String,
    pub(crate) room_id: String,
    pub(crate) text: String,
    pub(crate) created_at: String,
    pub(crate) updated_at: String,
}

/// The body of a request that sends a message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[cfg_attr(feature = "peers", derive(poem_openapi::Object))]
#[cfg_attr(feature = "peers", derive(schemars::JsonSchema))]
pub(crate) struct NewMessage {
    pub(crate) text: String,
}

/// The response to a sent message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[cfg_attr(feature = "peers", derive(poem_openapi::Object))]
#[cfg_attr(feature = "peers", derive(schemars::JsonSchema))]
pub(crate) struct Sent {
    pub(crate) message_id: u64,
}

/// The response of every other route.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[cfg_attr(feature = "peers", derive(poem_openapi::Object))]
#[cfg_attr(feature = "peers", derive(schemars::JsonSchema))]
pub(crate) struct Other {
    pub(crate) route: String,
}

/// The query of a page of messages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[cfg_attr(feature = "peers", derive(schemars::JsonSchema))]
pub(crate) struct Page {
    pub(crate) initial_id: Option<u64>,
    pub(crate) limit: Option<u64>,
}

/// Returns whether credentials are of the kind that every server here accepts.
pub(crate) fn is_known(credentials: &str) -> bool {
    credentials.starts_with("Bearer ")
}

const TIME: &str = "2017-04-14T14:00:42Z";

pub(crate) fn user(id: String) -> User {
    let avatar_url = format!("https://avatars.example/{id}.png");
    User { name: id.to_uppercase(), id, avatar_url, created_at: TIME.to_owned(), updated_at: TIME.to_owned() }
}

pub(crate) fn messages(room: &str, page: &Page) -> Vec<Message> {
    let first = page.initial_id.unwrap_or(0);
    let message = |number| Message {
        id: first + number,
        user_id: "alice".to_owned(),
        room_id: room.to_owned(),
        text: "The quick brown fox jumps over the lazy dog.".to_owned(),
        created_at: TIME.to_owned(),
        updated_at: TIME.to_owned(),
    };
    (0..page.limit.unwrap_or(20).min(100)).map(message).collect()
}

pub(crate) fn sent(room: &str, message: &NewMessage) -> Sent {
    Sent { message_id: (room.len() + message.text.len()) as u64 }
}

pub(crate) fn other(route: &str) -> Other {
    Other { route: route.to_owned() }
}
