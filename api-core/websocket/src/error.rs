//! Errors of a connection.

use std::error::Error;
use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use crate::BoxError;
use crate::message::{CloseCode, CloseError, CloseFrame, SizeLimit};

/// Why a message was not received or sent, or why the connection has ended.
///
/// It is cheap to clone. All handles of a connection return the reason of its end.
///
/// ```
/// use api_websocket::{Connection, ConnectionError};
///
/// async fn read(connection: &mut Connection) -> Result<(), ConnectionError> {
///     loop {
///         match connection.receive::<String>().await {
///             Ok(text) => println!("{text}"),
///             Err(error) if !error.is_end() => eprintln!("skipped: {error}"),
///             Err(error) if error.is_ordinary_close() => return Ok(()),
///             Err(error) => return Err(error),
///         }
///     }
/// }
/// # let _ = read;
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum ConnectionError {
    /// The closing handshake is complete. Contains the close frame of the peer. Nothing more can be sent.
    CloseRequest(CloseFrame),
    /// The transport ended without a closing handshake, or is closed already. The source is the error of the transport.
    ConnectionClosed(Option<Arc<io::Error>>),
    /// The peer violated the protocol. Closed with 1002.
    Protocol(&'static str),
    /// A frame is larger than allowed. Closed with 1009.
    FrameTooBig {
        /// The announced size in bytes.
        size: u64,
        /// The limit.
        limit: SizeLimit,
    },
    /// A message is larger than allowed, as received or once inflated. Closed with 1009.
    MessageTooBig {
        /// The limit.
        limit: SizeLimit,
    },
    /// A text message or a close reason is not UTF-8. Closed with 1007.
    InvalidUtf8,
    /// No pong arrived within this time. Closed as [`PingPolicy::timeout_code`](crate::PingPolicy::timeout_code)
    /// selects.
    PongTimeout(Duration),
    /// Nothing was received for this time. Closed with 1001.
    IdleTimeout(Duration),
    /// A message was not complete within this time. Closed with 1008.
    MessageTimeout(Duration),
    /// No bytes could be written for this time. The transport is dropped.
    WriteTimeout(Duration),
    /// The message is not a value of the requested type. The connection stays open.
    Decode(Arc<BoxError>),
    /// The value cannot be written as a message. Nothing was sent.
    Encode(Arc<BoxError>),
    /// A close frame was sent before. Messages can still be received.
    AlreadyClosing,
    /// The payload of a ping or pong has this number of bytes, which is more than 125. Nothing was sent.
    ControlTooLong(usize),
    /// The close code or reason cannot be sent.
    Close(CloseError),
}

impl ConnectionError {
    /// Returns the close frame of a completed closing handshake.
    pub fn close_frame(&self) -> Option<&CloseFrame> {
        match self {
            Self::CloseRequest(frame) => Some(frame),
            _ => None,
        }
    }

    /// Returns whether the connection has ended. Otherwise only one message has failed.
    pub const fn is_end(&self) -> bool {
        !matches!(
            self,
            Self::Decode(_) | Self::Encode(_) | Self::AlreadyClosing | Self::ControlTooLong(_) | Self::Close(_)
        )
    }

    /// Returns whether the connection was closed with 1000, 1001, or no code.
    pub fn is_ordinary_close(&self) -> bool {
        self.close_frame().is_some_and(|frame| frame.code().is_ordinary())
    }

    /// Returns whether the transport ended without a closing handshake.
    pub const fn is_closed(&self) -> bool {
        matches!(self, Self::ConnectionClosed(_))
    }

    /// Returns whether a time-out has passed.
    pub const fn is_timeout(&self) -> bool {
        matches!(self, Self::PongTimeout(_) | Self::IdleTimeout(_) | Self::MessageTimeout(_) | Self::WriteTimeout(_))
    }

    /// Returns whether the message is not a value of the requested type.
    pub const fn is_decode(&self) -> bool {
        matches!(self, Self::Decode(_))
    }

    /// Creates the error of a message that is not a value of the requested type.
    pub fn decode(error: impl Into<BoxError>) -> Self {
        Self::Decode(Arc::new(error.into()))
    }

    /// Creates the error of a value that cannot be written as a message.
    pub fn encode(error: impl Into<BoxError>) -> Self {
        Self::Encode(Arc::new(error.into()))
    }

    pub(crate) fn broken(error: io::Error) -> Self {
        Self::ConnectionClosed(Some(Arc::new(error)))
    }

    /// Returns the close frame that the peer gets, `None` if it gets none.
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
        Some(CloseFrame::truncated(code, &self.to_string()))
    }
}

impl fmt::Display for ConnectionError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CloseRequest(frame) => write!(formatter, "the peer closed the connection: {frame}"),
            Self::ConnectionClosed(_) => formatter.write_str("the connection is closed"),
            Self::Protocol(what) => write!(formatter, "the peer violated the protocol: {what}"),
            Self::FrameTooBig { size, limit } => write!(formatter, "a frame has {size} bytes, limit {limit}"),
            Self::MessageTooBig { limit } => write!(formatter, "a message is too large, limit {limit}"),
            Self::InvalidUtf8 => formatter.write_str("a text is not UTF-8"),
            Self::PongTimeout(time) => write!(formatter, "no pong within {time:?}"),
            Self::IdleTimeout(time) => write!(formatter, "nothing was received for {time:?}"),
            Self::MessageTimeout(time) => write!(formatter, "a message was not complete within {time:?}"),
            Self::WriteTimeout(time) => write!(formatter, "nothing could be sent for {time:?}"),
            Self::Decode(_) => formatter.write_str("the message is not of the expected type"),
            Self::Encode(_) => formatter.write_str("the message cannot be written"),
            Self::AlreadyClosing => formatter.write_str("a close frame was sent before: nothing more can be sent"),
            Self::ControlTooLong(length) => {
                write!(formatter, "a ping or pong has {length} bytes of payload: expected at most 125")
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
