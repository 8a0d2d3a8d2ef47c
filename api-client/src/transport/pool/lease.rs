//! An HTTP/1.1 connection that a response is read from.

use std::sync::Arc;

use api_core::Body;
use hyper::client::conn::http1::SendRequest;
use tokio::runtime::Handle;

use super::connection::Connection;
use super::origin::Origin;
use super::reaper::keep;

/// A connection in use. Dropping it closes the connection.
pub(in crate::transport) struct Lease {
    requests: SendRequest<Body>,
    origin: Arc<Origin>,
}

impl Lease {
    pub(super) fn new(requests: SendRequest<Body>, origin: Arc<Origin>) -> Self {
        Self { requests, origin }
    }

    /// Gives back the connection, whose response was read to its end.
    pub(in crate::transport) fn end(mut self) {
        // A connection may not be ready at once: its task runs on another thread, or the request was answered before it
        // was sent to its end. It is kept nevertheless, and not used before.
        if self.requests.is_ready() || !self.origin.is_waited_for() {
            keep(&self.origin, Connection::Http1(self.requests));
        } else if !self.requests.is_closed()
            && let Ok(runtime) = Handle::try_current()
        {
            runtime.spawn(async move {
                if self.requests.ready().await.is_ok() {
                    keep(&self.origin, Connection::Http1(self.requests));
                }
            });
        }
    }
}
