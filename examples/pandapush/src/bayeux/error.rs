//! The errors of a reply. Their texts are part of the protocol.

use crate::access::AccessError;

/// Why a message is not successful. Its `Display` is the exact text of the reply: `code:arguments:text`, and the bare
/// sentence for refused credentials.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BayeuxError {
    /// The credentials do not allow it.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// No connection type of the client is one of the server's.
    #[error("301:{0}:Connection types not supported")]
    ConnectionTypes(String),
    /// The client has no session here, or it has expired.
    #[error("401:{0}:Unknown client")]
    UnknownClient(String),
    /// A parameter is missing.
    #[error("402:{0}:Missing required parameter")]
    Missing(&'static str),
    /// The channel is reserved.
    #[error("403:{0}:Forbidden channel")]
    Forbidden(String),
    /// The data has a member that only the server's own events on presence channels have.
    #[error("403:{0}:Reserved for presence")]
    ReservedForPresence(String),
    /// The channel is not of the grammar.
    #[error("405:{0}:Invalid channel")]
    InvalidChannel(String),
    /// Several presence channels in one subscription, whose lists the reply could not tell apart.
    #[error("405:{0}:Presence channels are subscribed one by one")]
    SeveralPresenceChannels(String),
    /// The key has published too much. The argument is the time to wait in milliseconds.
    #[error("429:{0}:Too many publications")]
    TooManyPublications(u64),
    /// A bound of the server is reached.
    #[error("503::{0}")]
    Full(crate::broker::Full),
    /// What the server stands on is not there.
    #[error("503::Service unavailable")]
    Unavailable,
}
