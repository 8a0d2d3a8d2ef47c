//! The API: a web page and chat rooms.

use api_core::error::{Answer, Failure};
use api_core::{ApiError, Messages, Model, api};
use serde::{Deserialize, Serialize};

use crate::page::Page;

/// Chat rooms.
#[api(errors = ChatError)]
pub trait Chat {
    /// Returns the web page, which is the client.
    #[get("/")]
    async fn page(&self) -> Result<Page, ChatError>;

    /// Joins a room. The member leaves it when the WebSocket closes.
    #[duplex("/rooms/{room}/live", max_message = 8192)]
    async fn live(
        &self,
        room: Name,
        #[query] name: Name,
        input: Messages<Say>,
    ) -> Result<Messages<ServerMessage>, ChatError>;
}

/// The name of a room or of a member. Members need not have distinct names.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, Model)]
pub struct Name(#[model(min_length = 1, max_length = 40)] pub String);

/// A message of a member to the server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Say {
    /// The text.
    #[model(min_length = 1, max_length = 1000)]
    pub text: String,
}

/// A line of the conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Line {
    /// The name of its author.
    pub name: Name,
    /// The text.
    pub text: String,
}

/// A message of the server to a member.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ServerMessage {
    /// The first message: the members, including the new one, and the latest lines.
    Welcome {
        /// The members.
        members: Vec<Name>,
        /// The latest lines, oldest first.
        history: Vec<Line>,
    },
    /// A member joined.
    Joined {
        /// The member's name.
        name: Name,
    },
    /// A member left.
    Left {
        /// The member's name.
        name: Name,
    },
    /// A member sent a line.
    Line {
        /// The line.
        line: Line,
    },
    /// The member's last message was not a valid [`Say`].
    Refused {
        /// The reason.
        why: String,
    },
}

/// The error of joining a room.
#[derive(Debug, ApiError)]
pub enum ChatError {
    /// The maximum number of rooms is reached.
    #[error(status = 503)]
    TooManyRooms,
    /// An answer that this version does not know.
    #[error(unknown)]
    Unknown(Answer),
    /// A failure of connection, protocol or codec.
    #[error(failure)]
    Failed(Failure),
}
