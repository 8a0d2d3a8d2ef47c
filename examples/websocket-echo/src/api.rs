//! The API: three endpoints that open a WebSocket, in the two forms there are.
//!
//! `#[websocket]` hands over the request itself, unanswered, and later the bare connection: for protocols of one's own. `#[duplex]`
//! hands over typed messages: for everything else.

use api_core::error::{Answer, Failure};
use api_core::{ApiError, Messages, Model, PendingConnection, api};
use serde::{Deserialize, Serialize};

/// What somebody says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Say {
    /// The words. What is declared here is checked before a handler sees the message.
    #[model(min_length = 1, max_length = 1000)]
    pub text: String,
}

/// What is heard then.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Heard {
    /// The same words.
    Echo {
        /// How many echoes there were, with this one.
        number: u32,
        /// The words.
        text: String,
    },
    /// A message that is no [`Say`]. The conversation goes on.
    NotUnderstood {
        /// What is wrong with it.
        why: String,
    },
}

/// What an opening is answered with if it is not accepted.
#[derive(Debug, ApiError)]
pub enum EchoError {
    /// An answer that this version does not know.
    #[error(unknown)]
    Unknown(Answer),
    /// The connection or the protocol broke.
    #[error(failure)]
    Failed(Failure),
}

/// Echoes.
#[api(errors = EchoError)]
pub trait Echo {
    /// Says back every message as it came: text as text, bytes as bytes.
    #[websocket("/echo")]
    async fn echo(&self, pending: PendingConnection) -> Result<(), EchoError>;

    /// The same at the root, for programs that are given an address and no path.
    #[websocket("/")]
    async fn root(&self, pending: PendingConnection) -> Result<(), EchoError>;

    /// Says back what is said, and counts. Messages are JSON in text frames.
    #[duplex("/typed", subprotocol = "echo.v1", max_message = 65536)]
    async fn typed(&self, input: Messages<Say>) -> Result<Messages<Heard>, EchoError>;
}
