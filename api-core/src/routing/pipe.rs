//! The in-process transport of a WebSocket.

use http::Response;
use http::request::Parts;

use crate::body::Body;

#[cfg(feature = "websocket")]
use api_websocket::{Continuation, Opened, Opening, Pipe, Upgrade, Wire};

/// Lets a request become a WebSocket over a pipe, if its client opens one. Returns the client's end.
#[cfg(feature = "websocket")]
pub(super) fn attach(head: &mut Parts) -> Option<Pipe> {
    head.extensions.remove::<Opening>()?;
    let (server, client) = Pipe::pair();
    head.extensions.insert(Upgrade::new(false, async { Ok(Box::new(server) as Box<dyn Wire>) }));
    Some(client)
}

/// Hands the client its end of an accepted WebSocket. The server's end runs whenever the client polls its own.
#[cfg(feature = "websocket")]
pub(super) fn connect(response: &mut Response<Body>, pipe: Option<Pipe>) {
    let Some(pipe) = pipe else { return };
    if let Some(conversation) = response.extensions_mut().remove::<Continuation>().and_then(|rest| rest.take())
        && response.status() == http::StatusCode::SWITCHING_PROTOCOLS
    {
        response.extensions_mut().insert(Opened::new(pipe.with(Box::pin(conversation))));
    }
}

/// Does nothing: without the feature `websocket` no client opens one.
#[cfg(not(feature = "websocket"))]
pub(super) fn attach(_: &mut Parts) {}

/// Does nothing: without the feature `websocket` no route accepts one.
#[cfg(not(feature = "websocket"))]
pub(super) fn connect(_: &mut Response<Body>, (): ()) {}
