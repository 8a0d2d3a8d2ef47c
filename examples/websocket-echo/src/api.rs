//! The API: three endpoints that open a WebSocket, in both forms.
//!
//! With `#[websocket]` the method gets the unanswered request and controls the connection, for custom protocols. With
//! `#[duplex]` it gets and returns typed messages, for everything else.

use api_core::error::{Answer, Failure};
use api_core::{ApiError, Messages, Model, PendingConnection, api};
use serde::{Deserialize, Serialize};

/// A message of the client.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Say {
    /// The text. Its constraints are checked before the handler gets the message.
    #[model(min_length = 1, max_length = 1000)]
    pub text: String,
}

/// A message of the server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ServerMessage {
    /// The echo of a message.
    Echo {
        /// The number of echoes so far, including this one.
        number: u32,
        /// The text.
        text: String,
    },
    /// The reply to a message that is not a valid [`Say`]. The WebSocket stays open.
    NotUnderstood {
        /// The reason.
        why: String,
    },
}

/// The error of an opening.
#[derive(Debug, ApiError)]
pub enum EchoError {
    /// An answer that this version does not know.
    #[error(unknown)]
    Unknown(Answer),
    /// A failure of connection, protocol or codec.
    #[error(failure)]
    Failed(Failure),
}

/// Echo endpoints.
#[api(errors = EchoError)]
pub trait Echo {
    /// Echoes every message: text as text, bytes as bytes.
    #[websocket("/echo")]
    async fn echo(&self, pending: PendingConnection) -> Result<(), EchoError>;

    /// Does the same at the root, for clients that connect without a path.
    #[websocket("/")]
    async fn root(&self, pending: PendingConnection) -> Result<(), EchoError>;

    /// Echoes and counts typed messages. They are JSON in text frames.
    #[duplex("/typed", subprotocol = "echo.v1", max_message = 65536)]
    async fn typed(&self, input: Messages<Say>) -> Result<Messages<ServerMessage>, EchoError>;
}
