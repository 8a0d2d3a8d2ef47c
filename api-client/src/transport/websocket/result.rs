//! The result of opening a WebSocket.

use api_core::Body;
use api_core::websocket::handshake::Opened;
use api_core::websocket::wire::TokioWire;
use http::response::Parts;
use http::{Response, StatusCode};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;

use super::super::pool::Received;

/// Maximum size of one write to hyper's stream, which over HTTP/2 queues everything it is given.
const PIECE: usize = 16 * 1024;

/// The result of an opening.
pub(in crate::transport) enum OpeningResult {
    /// An open WebSocket, with [`Opened`] in the response's extensions.
    Open(Response<Body>),
    /// Any other response.
    Refused(Received),
}

/// Returns the response of an open WebSocket, with the same status for both HTTP versions.
pub(super) fn opened(mut head: Parts, stream: Upgraded) -> OpeningResult {
    head.status = StatusCode::SWITCHING_PROTOCOLS;
    head.extensions.insert(Opened::new(TokioWire::new(TokioIo::new(stream)).in_pieces(PIECE)));
    OpeningResult::Open(Response::from_parts(head, Body::empty()))
}
