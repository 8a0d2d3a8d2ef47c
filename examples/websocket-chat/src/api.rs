//! The API: a page, and rooms to talk in.

use api_core::error::{Answer, Failure};
use api_core::{ApiError, Messages, Model, api};
use serde::{Deserialize, Serialize};

use crate::page::Page;

/// Chatting.
#[api(errors = ChatError)]
pub trait Chat {
    /// The page that talks to the rest.
    #[get("/")]
    async fn page(&self) -> Result<Page, ChatError>;

    /// Joins a room, and leaves it when the conversation ends.
    #[duplex("/rooms/{room}/live", max_message = 8192)]
    async fn live(&self, room: Name, #[query] name: Name, input: Messages<Say>) -> Result<Messages<Told>, ChatError>;
}

/// The name of a room or of a member. Two members may have the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, Model)]
pub struct Name(#[model(min_length = 1, max_length = 40)] pub String);

/// What a member says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Say {
    /// The words.
    #[model(min_length = 1, max_length = 1000)]
    pub text: String,
}

/// What was said, and by whom.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Line {
    /// Who said it.
    pub name: Name,
    /// The words.
    pub text: String,
}

/// What a member is told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Told {
    /// The first message: who is here, oneself included, and what was said last.
    Welcome {
        /// The members.
        members: Vec<Name>,
        /// What was said, the oldest first.
        history: Vec<Line>,
    },
    /// Somebody came.
    Joined {
        /// Who.
        name: Name,
    },
    /// Somebody went.
    Left {
        /// Who.
        name: Name,
    },
    /// Somebody said something.
    Said {
        /// What, and who.
        line: Line,
    },
    /// The member's own last message was no [`Say`].
    Refused {
        /// What is wrong with it.
        why: String,
    },
}

/// Why a room is not joined.
#[derive(Debug, ApiError)]
pub enum ChatError {
    /// There are too many rooms already.
    #[error(status = 503)]
    TooManyRooms,
    /// An answer that this version does not know.
    #[error(unknown)]
    Unknown(Answer),
    /// The connection or the protocol broke.
    #[error(failure)]
    Failed(Failure),
}
