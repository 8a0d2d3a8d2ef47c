//! Opening a WebSocket: over HTTP/1.1 by an upgrade (RFC 6455 §4.1), over HTTP/2 by an extended CONNECT (RFC 8441).

#[cfg(feature = "http2")]
mod first_frame;
mod http1;
#[cfg(feature = "http2")]
mod http2;
mod wire;

use api_core::Body;
use api_core::error::Failure;
use api_core::websocket::{Opened, Opening};
use http::response::Parts;
use http::{Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;

#[cfg(feature = "http2")]
use crate::transport::Connector;
use crate::transport::Pool;

pub use self::wire::TokioWire;

/// What is handed to hyper's stream at once: over HTTP/2 it queues all it is given.
const PIECE: usize = 16 * 1024;

/// How a transport opens a WebSocket.
pub(crate) enum Openings {
    /// Through a pool that speaks HTTP/1.1 alone: a connection of HTTP/2 cannot be upgraded.
    Http1(Box<Pool>),
    /// On a connection of its own, whose settings come within this time.
    #[cfg(feature = "http2")]
    Http2(Connector, std::time::Duration),
}

impl Openings {
    /// Sends a request with [`Opening`].
    pub(crate) async fn open(&self, request: Request<Body>, authority: &str) -> Result<Outcome, Failure> {
        match self {
            Self::Http1(pool) => http1::open(pool, request, authority).await,
            #[cfg(feature = "http2")]
            Self::Http2(connector, limit) => http2::open(connector.clone(), *limit, request, authority).await,
        }
    }
}

/// What came of an opening.
pub(crate) enum Outcome {
    /// A WebSocket, with [`Opened`] in the response's extensions.
    Open(Response<Body>),
    /// Any other answer.
    Refused(Response<Incoming>),
}

/// Whether a request opens a WebSocket.
pub(crate) fn opens(request: &Request<Body>) -> bool {
    request.extensions().get::<Opening>().is_some()
}

/// Both versions of HTTP look alike from here on.
fn opened(mut head: Parts, stream: Upgraded) -> Outcome {
    head.status = StatusCode::SWITCHING_PROTOCOLS;
    head.extensions.insert(Opened::new(TokioWire::new(TokioIo::new(stream)).in_pieces(PIECE)));
    Outcome::Open(Response::from_parts(head, Body::empty()))
}
