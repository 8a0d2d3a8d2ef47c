//! The errors of operations on logs.

use crate::position::InvalidPosition;

/// The error of an operation on a log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The address of the server is not a URL of Redis.
    #[error("the address of Redis is not valid: {0}; write for example `redis://127.0.0.1:6379`")]
    InvalidAddress(String),
    /// The entry is larger than [`Options::max_entry_bytes`](crate::Options::max_entry_bytes).
    #[error("the entry has {bytes} bytes, and at most {limit} are allowed")]
    TooLarge {
        /// The size of the entry.
        bytes: usize,
        /// The bound.
        limit: usize,
    },
    /// The type of the event's body cannot be encoded as JSON.
    #[error("the event cannot be encoded as JSON: {0}")]
    Encode(String),
    /// Redis was not reached within the time limit. The operation had no effect.
    #[error("Redis was not reached in time, and nothing was changed: {0}")]
    Unavailable(String),
    /// Redis did not answer within the time limit. The operation may have had its effect.
    #[error("Redis did not answer in time, and the outcome is unknown: {0}")]
    Unknown(String),
    /// Redis refused the operation, which had no effect: for example, its memory is full.
    #[error("Redis refused the operation: {0}")]
    Refused(String),
    /// Redis holds something that this library has not written.
    #[error("Redis answered something unexpected: {0}")]
    Unexpected(String),
}

impl From<InvalidPosition> for Error {
    fn from(error: InvalidPosition) -> Self {
        Self::Unexpected(error.to_string())
    }
}
