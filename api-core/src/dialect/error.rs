//! Why a stream is not in the dialect it should be in.

use std::fmt;

/// A mistake in a stream; nothing is read after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DialectError {
    /// A line, or one event, is longer than the decoder allows.
    TooLong {
        /// The greatest number of bytes.
        limit: usize,
    },
    /// A message does not have the form it should have.
    Malformed {
        /// What is wrong with it, in words.
        reason: String,
    },
}

impl DialectError {
    pub(super) fn malformed(reason: impl fmt::Display) -> Self {
        Self::Malformed { reason: reason.to_string() }
    }
}

impl fmt::Display for DialectError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { limit } => write!(formatter, "a message of the stream is longer than {limit} bytes"),
            Self::Malformed { reason } => write!(formatter, "a message of the stream is malformed: {reason}"),
        }
    }
}

impl std::error::Error for DialectError {}
