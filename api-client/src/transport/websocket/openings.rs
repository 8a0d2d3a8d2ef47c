//! How a transport opens WebSockets.

use api_core::Body;
use api_core::error::Failure;
use api_core::websocket::handshake::Opening;
use http::Request;

#[cfg(feature = "http2")]
use super::super::connector::Connector;
use super::super::pool::Pool;
use super::http1;
#[cfg(feature = "http2")]
use super::http2;
use super::result::OpeningResult;

/// The way in which a transport opens WebSockets.
pub(in crate::transport) enum Openings {
    /// Through a pool that only uses HTTP/1.1: a connection of HTTP/2 cannot be upgraded.
    Http1(Pool),
    /// On a separate HTTP/2 connection, with the time limit for its SETTINGS.
    #[cfg(feature = "http2")]
    Http2(Connector, std::time::Duration),
}

impl Openings {
    /// Sends a request with the extension [`Opening`].
    pub(in crate::transport) async fn open(
        &self,
        request: Request<Body>,
        authority: &str,
    ) -> Result<OpeningResult, Failure> {
        match self {
            Self::Http1(pool) => http1::open(pool, request, authority).await,
            #[cfg(feature = "http2")]
            Self::Http2(connector, limit) => http2::open(connector.clone(), *limit, request, authority).await,
        }
    }
}

/// Returns whether a request opens a WebSocket.
pub(in crate::transport) fn opens(request: &Request<Body>) -> bool {
    request.extensions().get::<Opening>().is_some()
}
