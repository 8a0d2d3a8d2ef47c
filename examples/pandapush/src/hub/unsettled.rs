//! Why a client cannot be served now.

use redis_topic::Error;

use crate::bayeux::BayeuxError;
use crate::broker::{ClientId, Full};

/// Why a message of a client cannot be carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unsettled {
    /// The client has no session, or was silent for too long.
    #[error("unknown client")]
    Unknown,
    /// A bound is reached.
    #[error("{0}")]
    Full(Full),
    /// Redis is not there.
    #[error("the service is not available")]
    Unavailable,
}

impl Unsettled {
    /// Returns the error of the reply.
    pub fn reply(self, client: &ClientId) -> BayeuxError {
        match self {
            Self::Unknown => BayeuxError::UnknownClient(client.as_str().to_owned()),
            Self::Full(full) => BayeuxError::Full(full),
            Self::Unavailable => BayeuxError::Unavailable,
        }
    }
}

impl From<Error> for Unsettled {
    fn from(error: Error) -> Self {
        tracing::warn!(%error, "Redis");
        Self::Unavailable
    }
}

impl From<Full> for Unsettled {
    fn from(full: Full) -> Self {
        Self::Full(full)
    }
}
