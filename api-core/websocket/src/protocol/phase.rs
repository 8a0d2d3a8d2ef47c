//! The phases of a connection: open, closing by either end, or ended.

use crate::error::ConnectionError;
use crate::message::CloseFrame;

/// The phase of a connection.
///
/// ```text
/// Open ─────── local close frame ───────► Closing ──┐
///  │ │                                      │       │ close frame of the peer, failure,
///  │ └────── write error ──► Unwritable ◄───┘       │ or end of the transport
///  │                             │                  ▼
///  ├── close frame of the peer ──┴───────────────► Ended
///  └── the same, answered later ──► HalfClosed ──────┘
/// ```
#[derive(Debug)]
pub(super) enum Phase {
    /// Messages flow in both directions.
    Open,
    /// The peer has closed, and its close frame is not answered yet. Nothing is received, sending goes on.
    ///
    /// The error is a [`ConnectionError::CloseRequest`].
    HalfClosed(ConnectionError),
    /// The local close frame was sent first. Nothing more is sent, receiving goes on.
    Closing,
    /// Writing has failed. Nothing more is sent, receiving goes on.
    Unwritable(ConnectionError),
    /// Nothing is received and nothing is sent.
    Ended {
        /// The error that has ended receiving.
        why: ConnectionError,
        /// The error because of which the output may not have arrived.
        write_error: Option<ConnectionError>,
    },
}

/// What answers the close frame of a peer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AnswerClose {
    /// The protocol, at once.
    AtOnce,
    /// The program, after its remaining messages (RFC 6455 §5.5.1 allows this delay).
    ByProgram,
}

impl Phase {
    /// Returns the error that has ended receiving, if there is one.
    #[inline]
    pub(super) fn ended(&self) -> Option<&ConnectionError> {
        match self {
            Self::Open | Self::Closing | Self::Unwritable(_) => None,
            Self::HalfClosed(why) | Self::Ended { why, .. } => Some(why),
        }
    }

    /// Returns an error unless messages can be sent.
    #[inline]
    pub(super) fn check_open(&self) -> Result<(), ConnectionError> {
        match self {
            Self::Open | Self::HalfClosed(_) => Ok(()),
            Self::Closing => Err(ConnectionError::AlreadyClosing),
            Self::Unwritable(error) | Self::Ended { why: error, .. } => Err(error.clone()),
        }
    }

    /// Returns whether a frame can still be sent.
    pub(super) fn can_send(&self) -> bool {
        matches!(self, Self::Open | Self::HalfClosed(_))
    }

    /// Returns the error because of which the output may not have arrived, if there is one.
    #[inline]
    pub(super) fn lost(&self) -> Option<&ConnectionError> {
        match self {
            Self::Open | Self::HalfClosed(_) | Self::Closing => None,
            Self::Unwritable(error) | Self::Ended { write_error: Some(error), .. } => Some(error),
            Self::Ended { why, write_error: None } => {
                (why.is_closed() || matches!(why, ConnectionError::WriteTimeout(_))).then_some(why)
            }
        }
    }

    /// Returns the close frame of the peer that waits for its answer, if there is one.
    pub(super) fn unanswered_close(&self) -> Option<&CloseFrame> {
        match self {
            Self::HalfClosed(why) => why.close_frame(),
            _ => None,
        }
    }

    /// Records that a close frame was put into the output.
    pub(super) fn close_sent(&mut self) {
        match self {
            Self::Open => *self = Self::Closing,
            Self::HalfClosed(_) => self.settle(),
            Self::Closing | Self::Unwritable(_) | Self::Ended { .. } => {}
        }
    }

    /// Records that writing has failed. Keeps the first error.
    pub(super) fn write_failed(&mut self, error: ConnectionError) {
        self.settle();
        match self {
            Self::Unwritable(_) => {}
            Self::Ended { write_error, .. } => drop(write_error.get_or_insert(error)),
            Self::Open | Self::HalfClosed(_) | Self::Closing => *self = Self::Unwritable(error),
        }
    }

    /// Ends receiving. Keeps the first reason.
    pub(super) fn end(&mut self, why: ConnectionError) {
        self.settle();
        let write_error = match self {
            Self::Ended { .. } => return,
            Self::Unwritable(error) => Some(error.clone()),
            Self::Open | Self::HalfClosed(_) | Self::Closing => None,
        };
        *self = Self::Ended { why, write_error };
    }

    /// Ends a half-closed connection, because the close frame of the peer was answered or will not be answered.
    pub(super) fn settle(&mut self) {
        if let Self::HalfClosed(why) = self {
            *self = Self::Ended { why: why.clone(), write_error: None };
        }
    }
}
