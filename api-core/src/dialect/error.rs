//! The error of a stream that violates its dialect.

use std::fmt;

/// The error of a stream that violates its dialect. Nothing is read after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DialectError {
    /// A line, or the data of one event, is longer than the limit.
    TooLong {
        /// The maximum number of bytes.
        limit: usize,
    },
    /// A message is malformed.
    Malformed {
        /// The reason, in words.
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
