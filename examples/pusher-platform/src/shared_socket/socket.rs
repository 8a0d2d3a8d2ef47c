//! The handler of the endpoint.

use api_core::websocket::{AcceptOptions, PingPolicy};
use api_core::{PendingConnection, Transport};
use http::HeaderValue;
use http::header::HOST;

use super::conversation::Conversation;
use super::{PlatformSocket, PlatformSocketError};

/// How many subscriptions one socket has at once; more are refused with 429.
pub const MAX_SUBSCRIPTIONS: usize = 1000;

/// Serves the shared websocket over the routes that answer `SUBSCRIBE` requests.
///
/// The transport is those routes, an [`InProcess`](api_core::routing::InProcess) for instance: what answers a request alone answers it here, in the
/// same session and with the same refusals. Pages of any origin may connect, since tokens travel in messages and no cookie is looked at.
#[derive(Debug, Clone)]
pub struct SharedSocket<T> {
    transport: T,
}

impl<T: Transport> SharedSocket<T> {
    /// A socket over these routes.
    pub fn new(transport: T) -> Self {
        Self { transport }
    }
}

impl<T: Transport> PlatformSocket for SharedSocket<T> {
    async fn socket(&self, pending: PendingConnection) -> Result<(), PlatformSocketError> {
        let host = host(&pending);
        // A client that is gone without a word must not stay present for ever.
        let options = pending.default_options().ping(PingPolicy::usual());
        let accepted = pending.accept_with(AcceptOptions::default().connection(options)).await;
        // Accepting fails if the client went away meanwhile; so does a conversation, and nobody is left to tell.
        let Ok(connection) = accepted else { return Ok(()) };
        let _ = Conversation::new(self.transport.clone(), host, connection).run().await;
        Ok(())
    }
}

/// The host that was asked: that of the target where there is one, as in HTTP/2 (RFC 9110 §7.2), else the header field.
fn host(pending: &PendingConnection) -> Option<HeaderValue> {
    let target = pending.uri().authority().and_then(|authority| HeaderValue::try_from(authority.as_str()).ok());
    target.or_else(|| pending.headers().get(HOST).cloned())
}
