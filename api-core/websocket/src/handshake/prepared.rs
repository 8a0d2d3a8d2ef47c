//! The transport of a request, before its response was sent.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use crate::BoxError;
use crate::wire::Wire;

/// A transport that exists once the response was sent.
pub type PreparedWire = Pin<Box<dyn Future<Output = Result<Box<dyn Wire>, BoxError>> + Send>>;

/// The transport of a request that can become a WebSocket.
pub struct Prepared {
    /// Whether the transport uses TLS.
    pub secure: bool,
    /// The transport, once the response was sent.
    pub wire: PreparedWire,
}

impl fmt::Debug for Prepared {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Prepared").field("secure", &self.secure).finish_non_exhaustive()
    }
}
