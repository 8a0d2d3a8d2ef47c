//! The handler of the endpoint.

use api_core::websocket::{AcceptOptions, PingPolicy};
use api_core::{PendingConnection, Transport};
use http::HeaderValue;
use http::header::HOST;

use super::conversation::Conversation;
use super::{PlatformSocket, PlatformSocketError};

/// The handler of the shared WebSocket. It relays subscriptions to the routes that answer `SUBSCRIBE` requests.
///
/// The transport represents these routes, for example an [`InProcess`](api_core::routing::InProcess). A subscription
/// gets the same session and the same errors as a separate request. Pages of any origin may connect: tokens travel in
/// messages, and cookies are not used.
#[derive(Debug, Clone)]
pub struct SharedSocket<T> {
    transport: T,
}

impl<T: Transport> SharedSocket<T> {
    /// Creates a handler that sends subscriptions through this transport.
    pub fn new(transport: T) -> Self {
        Self { transport }
    }
}

impl<T: Transport> PlatformSocket for SharedSocket<T> {
    async fn socket(&self, pending: PendingConnection) -> Result<(), PlatformSocketError> {
        let host = host(&pending);
        // Pings detect a client that vanished without closing. Otherwise its user would stay present for ever.
        let options = pending.default_options().ping(PingPolicy::usual());
        let accepted = pending.accept_with(AcceptOptions::default().connection(options)).await;
        // Either fails if the client disconnects. No one is left to receive an error.
        let Ok(connection) = accepted else { return Ok(()) };
        let _ = Conversation::new(self.transport.clone(), host, connection).run().await;
        Ok(())
    }
}

/// Returns the requested host: the authority of the request target as in HTTP/2 (RFC 9110 §7.2), or else the `Host`
/// field.
fn host(pending: &PendingConnection) -> Option<HeaderValue> {
    let target = pending.uri().authority().and_then(|authority| HeaderValue::try_from(authority.as_str()).ok());
    target.or_else(|| pending.headers().get(HOST).cloned())
}
