//! Errors of the opening handshake.

use std::error::Error;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, StatusCode};

use crate::BoxError;

/// Why a WebSocket was not opened.
///
/// ```
/// use api_websocket::HandshakeError;
///
/// fn explain(error: &HandshakeError) -> String {
///     match error.rejected() {
///         Some(rejected) => format!("{}: {}", rejected.status, String::from_utf8_lossy(&rejected.body)),
///         None => error.to_string(),
///     }
/// }
/// # assert_eq!(explain(&HandshakeError::Timeout), "the WebSocket was not opened in time");
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum HandshakeError {
    /// The request does not open a WebSocket as the protocol requires.
    MalformedRequest(BoxError),
    /// The response accepts the WebSocket and violates the protocol.
    MalformedResponse(BoxError),
    /// The server has answered with another status than 101.
    Rejected(Box<Rejected>),
    /// The handshake took too long.
    Timeout,
    /// The transport failed.
    Transport(BoxError),
    /// The program chose a subprotocol that the client has not offered (RFC 6455 §4.2.2).
    NotOffered(String),
    /// The program set a header field that the handshake itself writes.
    ReservedHeader(HeaderName),
}

/// The response of a server that has rejected a WebSocket.
#[derive(Debug, Clone)]
pub struct Rejected {
    /// The status.
    pub status: StatusCode,
    /// The header fields.
    pub headers: HeaderMap,
    /// The body, cut at the limit of the transport.
    pub body: Bytes,
}

impl HandshakeError {
    /// Returns the response, if the server has rejected the WebSocket.
    pub fn rejected(&self) -> Option<&Rejected> {
        match self {
            Self::Rejected(rejected) => Some(rejected),
            _ => None,
        }
    }

    /// Returns whether the handshake took too long.
    pub const fn is_timeout(&self) -> bool {
        matches!(self, Self::Timeout)
    }

    /// Returns whether the transport failed.
    pub const fn is_transport(&self) -> bool {
        matches!(self, Self::Transport(_))
    }
}

impl fmt::Display for HandshakeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MalformedRequest(_) => {
                formatter.write_str("the request does not open a WebSocket as the protocol requires")
            }
            Self::MalformedResponse(_) => {
                formatter.write_str("the response does not open the WebSocket as the protocol requires")
            }
            Self::Rejected(rejected) => write!(formatter, "the server rejected the WebSocket with {}", rejected.status),
            Self::Timeout => formatter.write_str("the WebSocket was not opened in time"),
            Self::Transport(_) => formatter.write_str("the connection failed before the WebSocket was open"),
            Self::NotOffered(name) => {
                write!(
                    formatter,
                    "the subprotocol `{name}` was not offered: choose one of `PendingConnection::subprotocols`"
                )
            }
            Self::ReservedHeader(name) => {
                write!(formatter, "the handshake itself writes `{name}`: leave the field out")
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
