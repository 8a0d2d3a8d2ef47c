//! The metadata of a request for layers below the client.

use crate::description::Endpoint;
use crate::dialect::Dialect;

/// The endpoint and dialect of a request. It is in the request's extensions, for layers below the client, unless it was
/// given to [`Transport::send_call`](super::Transport::send_call).
#[derive(Debug, Clone, Copy)]
pub struct RequestMetadata {
    /// The endpoint.
    pub endpoint: &'static Endpoint,
    /// The dialect of its events, if it is a subscription.
    pub dialect: Dialect,
}
