//! The in-process transport of a WebSocket.

use http::Response;
use http::request::Parts;

use crate::body::Body;

#[cfg(feature = "websocket")]
use api_websocket::handshake::{Continuation, ExtendedConnect, Opened, Opening, Upgrade};
#[cfg(feature = "websocket")]
use api_websocket::wire::{Pipe, Wire};

/// Adds a pipe to a request that opens a WebSocket. Returns the client's end of the pipe.
#[cfg(feature = "websocket")]
pub(super) fn attach(head: &mut Parts) -> Option<Pipe> {
    head.extensions.remove::<Opening>()?;
    let (server, client) = Pipe::pair();
    head.extensions.insert(Upgrade::new(false, async { Ok(Box::new(server) as Box<dyn Wire>) }));
    Some(client)
}

/// Adds the client's end of the pipe to a response that accepts the WebSocket. Polling it also runs the server's end.
#[cfg(feature = "websocket")]
pub(super) fn connect(response: &mut Response<Body>, pipe: Option<Pipe>) {
    let Some(pipe) = pipe else { return };
    if let Some(conversation) = response.extensions_mut().remove::<Continuation>().and_then(|rest| rest.take())
        && response.status() == http::StatusCode::SWITCHING_PROTOCOLS
    {
        response.extensions_mut().insert(Opened::new(pipe.with(Box::pin(conversation))));
    }
}

/// Makes an extended CONNECT, which a [`Mount`](super::Mount) passes on, the `GET` that routing sees. Returns whether
/// it was one.
#[cfg(feature = "websocket")]
pub(super) fn read_as_get(head: &mut Parts) -> bool {
    let extended = head.method == http::Method::CONNECT && head.extensions.get::<Upgrade>().is_some();
    if extended {
        head.method = http::Method::GET;
        head.extensions.insert(ExtendedConnect);
    }
    extended
}

/// Marks a response to a request that [`read_as_get`] changed, so that a 2xx is not taken for an open WebSocket.
#[cfg(feature = "websocket")]
pub(super) fn answered_as_get(response: &mut Response<Body>) {
    response.extensions_mut().insert(ExtendedConnect);
}

/// Returns false: without the feature `websocket` no server accepts an extended CONNECT.
#[cfg(not(feature = "websocket"))]
pub(super) fn read_as_get(_: &mut Parts) -> bool {
    false
}

/// Does nothing: without the feature `websocket` no server accepts an extended CONNECT.
#[cfg(not(feature = "websocket"))]
pub(super) fn answered_as_get(_: &mut Response<Body>) {}

/// Does nothing: without the feature `websocket` no client opens a WebSocket.
#[cfg(not(feature = "websocket"))]
pub(super) fn attach(_: &mut Parts) -> Option<NoPipe> {
    None
}

/// The client's end of a pipe where there are no WebSockets.
#[cfg(not(feature = "websocket"))]
pub(super) enum NoPipe {}

/// Does nothing: without the feature `websocket` no route accepts a WebSocket.
#[cfg(not(feature = "websocket"))]
pub(super) fn connect(_: &mut Response<Body>, _: Option<NoPipe>) {}
