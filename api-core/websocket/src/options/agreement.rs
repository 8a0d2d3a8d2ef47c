//! The result of a handshake.

use crate::deflate::Negotiated;

/// What both ends of an opening have agreed on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agreement {
    /// The subprotocol.
    pub subprotocol: Option<String>,
    /// The parameters of permessage-deflate.
    pub deflate: Option<Negotiated>,
}
