//! What layers below a client learn about a request.

use crate::description::Endpoint;
use crate::dialect::Dialect;

/// The endpoint and dialect of a request, in the request's extensions. Layers below the client read it.
#[derive(Debug, Clone, Copy)]
pub struct RequestMetadata {
    /// The endpoint.
    pub endpoint: &'static Endpoint,
    /// The dialect of its events, if it is a subscription.
    pub dialect: Dialect,
}
