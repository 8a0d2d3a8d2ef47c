//! Opening a WebSocket: over HTTP/1.1 by an upgrade (RFC 6455 §4.1), over HTTP/2 by an extended CONNECT (RFC 8441).

#[cfg(feature = "http2")]
mod first_frame;
mod http1;
#[cfg(feature = "http2")]
mod http2;

use api_core::Body;
use api_core::error::Failure;
use api_core::websocket::handshake::{Opened, Opening};
use http::response::Parts;
use http::{Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;

#[cfg(feature = "http2")]
use crate::transport::Connector;
use crate::transport::Pool;

pub use api_websocket::wire::TokioWire;

/// Maximum size of one write to hyper's stream, which over HTTP/2 queues everything it is given.
const PIECE: usize = 16 * 1024;

/// The way in which a transport opens WebSockets.
pub(crate) enum Openings {
    /// Through a pool that only uses HTTP/1.1: a connection of HTTP/2 cannot be upgraded.
    Http1(Box<Pool>),
    /// On a separate HTTP/2 connection, with the time limit for its SETTINGS.
    #[cfg(feature = "http2")]
    Http2(Connector, std::time::Duration),
}

impl Openings {
    /// Sends a request with the extension [`Opening`].
    pub(crate) async fn open(&self, request: Request<Body>, authority: &str) -> Result<Outcome, Failure> {
        match self {
            Self::Http1(pool) => http1::open(pool, request, authority).await,
            #[cfg(feature = "http2")]
            Self::Http2(connector, limit) => http2::open(connector.clone(), *limit, request, authority).await,
        }
    }
}

/// The result of an opening.
pub(crate) enum Outcome {
    /// An open WebSocket, with [`Opened`] in the response's extensions.
    Open(Response<Body>),
    /// Any other response.
    Refused(Response<Incoming>),
}

/// Returns whether a request opens a WebSocket.
pub(crate) fn opens(request: &Request<Body>) -> bool {
    request.extensions().get::<Opening>().is_some()
}

/// Returns the response of an open WebSocket, with the same status for both HTTP versions.
fn opened(mut head: Parts, stream: Upgraded) -> Outcome {
    head.status = StatusCode::SWITCHING_PROTOCOLS;
    head.extensions.insert(Opened::new(TokioWire::new(TokioIo::new(stream)).in_pieces(PIECE)));
    Outcome::Open(Response::from_parts(head, Body::empty()))
}
