//! Why a WebSocket was not opened.

use std::error::Error;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, StatusCode};

use crate::BoxError;

/// Why there is no connection.
#[derive(Debug)]
#[non_exhaustive]
pub enum HandshakeError {
    /// The request is none that opens a WebSocket.
    MalformedRequest(BoxError),
    /// The answer is none that accepts one, although it looks like it.
    MalformedResponse(BoxError),
    /// The server answered with something else than yes.
    Rejected(Box<Rejected>),
    /// It took too long.
    Timeout,
    /// The transport broke.
    Transport(BoxError),
    /// Our own mistake: a subprotocol was chosen that the client did not offer (RFC 6455 §4.2.2).
    NotOffered(String),
    /// Our own mistake: a header field that the handshake writes itself.
    ReservedHeader(HeaderName),
}

/// An answer that refuses.
#[derive(Debug, Clone)]
pub struct Rejected {
    /// Its status.
    pub status: StatusCode,
    /// Its header fields.
    pub headers: HeaderMap,
    /// Its body, as far as the transport's limit allows.
    pub body: Bytes,
}

impl HandshakeError {
    /// The answer, if the server refused.
    pub fn rejected(&self) -> Option<&Rejected> {
        match self {
            Self::Rejected(rejected) => Some(rejected),
            _ => None,
        }
    }

    /// Whether it took too long.
    pub const fn is_timeout(&self) -> bool {
        matches!(self, Self::Timeout)
    }

    /// Whether the transport broke.
    pub const fn is_transport(&self) -> bool {
        matches!(self, Self::Transport(_))
    }

    pub(crate) fn malformed(error: impl Into<BoxError>) -> Self {
        Self::MalformedRequest(error.into())
    }
}

impl fmt::Display for HandshakeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MalformedRequest(_) => formatter.write_str("the request does not open a WebSocket"),
            Self::MalformedResponse(_) => formatter.write_str("the answer does not accept the WebSocket"),
            Self::Rejected(rejected) => write!(formatter, "the server refused the WebSocket with {}", rejected.status),
            Self::Timeout => formatter.write_str("the WebSocket was not opened in time"),
            Self::Transport(_) => formatter.write_str("the connection failed before the WebSocket was open"),
            Self::NotOffered(name) => {
                write!(formatter, "the subprotocol `{name}` was not offered: choose one of `subprotocols()`")
            }
            Self::ReservedHeader(name) => {
                write!(formatter, "`{name}` is written by the handshake itself: leave it out")
            }
        }
    }
}

impl Error for HandshakeError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::MalformedRequest(error) | Self::MalformedResponse(error) | Self::Transport(error) => Some(&**error),
            _ => None,
        }
    }
}
