//! What goes wrong with a connection, each kind a case of its own.

use std::error::Error;
use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use crate::BoxError;

use super::{CloseCode, CloseError, CloseFrame, SizeLimit};

/// Why nothing more is received or sent, or why one message was not.
///
/// Cheap to clone: the reason of an end is told to everybody who holds the connection.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum ConnectionError {
    /// The closing handshake is complete: the peer said this, first or in answer to ours. Nothing can be sent any more.
    CloseRequest(CloseFrame),
    /// The transport ended without the closing handshake, or is closed already. What the transport said is the source.
    ConnectionClosed(Option<Arc<io::Error>>),
    /// The peer broke the protocol; it was told so with 1002.
    Protocol(&'static str),
    /// A frame is announced that is bigger than allowed; closed with 1009.
    FrameTooBig {
        /// The announced size in bytes.
        size: u64,
        /// What is allowed.
        limit: SizeLimit,
    },
    /// A message is, perhaps only once inflated, bigger than allowed; closed with 1009.
    MessageTooBig {
        /// What is allowed.
        limit: SizeLimit,
    },
    /// A text message or close reason is not UTF-8; closed with 1007.
    InvalidUtf8,
    /// No pong came in time.
    PongTimeout(Duration),
    /// Nothing came for too long; closed with 1001.
    IdleTimeout(Duration),
    /// A message that was begun was not finished in time; closed with 1008.
    MessageTimeout(Duration),
    /// The peer took nothing of what was sent for too long.
    WriteTimeout(Duration),
    /// A message is not what it was read as. The connection goes on.
    Decode(Arc<BoxError>),
    /// A value cannot be written as a message. Nothing was sent.
    Encode(Arc<BoxError>),
    /// A close frame was sent already: only receiving goes on.
    AlreadyClosing,
    /// A ping or pong has more than 125 bytes of payload. Nothing was sent.
    ControlTooLong(usize),
    /// A close code or reason that cannot be sent.
    Close(CloseError),
}

impl ConnectionError {
    /// The close frame of a completed closing handshake.
    pub fn close_frame(&self) -> Option<&CloseFrame> {
        match self {
            Self::CloseRequest(frame) => Some(frame),
            _ => None,
        }
    }

    /// Whether the connection is over, by whatever cause. Otherwise only this one message failed.
    pub const fn is_end(&self) -> bool {
        !matches!(
            self,
            Self::Decode(_) | Self::Encode(_) | Self::AlreadyClosing | Self::ControlTooLong(_) | Self::Close(_)
        )
    }

    /// Whether a completed closing handshake says that all went well.
    pub fn is_ordinary_close(&self) -> bool {
        self.close_frame().is_some_and(|frame| frame.code().is_ordinary())
    }

    /// Whether the transport ended without a closing handshake.
    pub const fn is_closed(&self) -> bool {
        matches!(self, Self::ConnectionClosed(_))
    }

    /// Whether something took too long.
    pub const fn is_timeout(&self) -> bool {
        matches!(self, Self::PongTimeout(_) | Self::IdleTimeout(_) | Self::MessageTimeout(_) | Self::WriteTimeout(_))
    }

    /// Whether the message was not what it was read as.
    pub const fn is_decode(&self) -> bool {
        matches!(self, Self::Decode(_))
    }

    /// A message that cannot be read as the value that was asked for.
    pub fn decode(error: impl Into<BoxError>) -> Self {
        Self::Decode(Arc::new(error.into()))
    }

    /// A value that cannot be written as a message.
    pub fn encode(error: impl Into<BoxError>) -> Self {
        Self::Encode(Arc::new(error.into()))
    }

    pub(crate) fn broken(error: io::Error) -> Self {
        Self::ConnectionClosed(Some(Arc::new(error)))
    }

    /// What the peer is told when the connection fails for this; `None` where nothing can be told.
    pub(crate) fn as_close(&self) -> Option<CloseFrame> {
        let code = match self {
            Self::Protocol(_) => CloseCode::PROTOCOL_ERROR,
            Self::FrameTooBig { .. } | Self::MessageTooBig { .. } => CloseCode::TOO_BIG,
            Self::InvalidUtf8 => CloseCode::INVALID_DATA,
            Self::IdleTimeout(_) => CloseCode::GOING_AWAY,
            Self::MessageTimeout(_) => CloseCode::POLICY,
            Self::PongTimeout(_) => CloseCode::INTERNAL_ERROR,
            _ => return None,
        };
        Some(CloseFrame::because(code, &self.to_string()))
    }
}

impl fmt::Display for ConnectionError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CloseRequest(frame) => write!(formatter, "the peer closed the connection: {frame}"),
            Self::ConnectionClosed(_) => formatter.write_str("the connection is closed"),
            Self::Protocol(what) => write!(formatter, "the peer broke the protocol: {what}"),
            Self::FrameTooBig { size, limit } => write!(formatter, "a frame of {size} bytes, limit {limit}"),
            Self::MessageTooBig { limit } => write!(formatter, "a message is too big, limit {limit}"),
            Self::InvalidUtf8 => formatter.write_str("a text is not UTF-8"),
            Self::PongTimeout(time) => write!(formatter, "no pong within {time:?}"),
            Self::IdleTimeout(time) => write!(formatter, "nothing came for {time:?}"),
            Self::MessageTimeout(time) => write!(formatter, "a message was not finished within {time:?}"),
            Self::WriteTimeout(time) => write!(formatter, "nothing could be sent for {time:?}"),
            Self::Decode(_) => formatter.write_str("the message is not what is expected"),
            Self::Encode(_) => formatter.write_str("the message cannot be written"),
            Self::AlreadyClosing => formatter.write_str("a close frame was sent already, so nothing more can be"),
            Self::ControlTooLong(length) => {
                write!(formatter, "a ping or pong has at most 125 bytes of payload, and this one {length}")
            }
            Self::Close(error) => fmt::Display::fmt(error, formatter),
        }
    }
}

impl Error for ConnectionError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::ConnectionClosed(Some(error)) => Some(&**error),
            Self::Decode(error) | Self::Encode(error) => Some(&***error),
            _ => None,
        }
    }
}

impl From<CloseError> for ConnectionError {
    fn from(error: CloseError) -> Self {
        Self::Close(error)
    }
}
