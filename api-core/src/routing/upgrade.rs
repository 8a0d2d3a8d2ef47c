//! Checks whether a request asks for a WebSocket, whether its handshake is valid, and whether its origin may open one.

use std::sync::Arc;

#[cfg(feature = "websocket")]
use api_websocket::handshake::{ConnectAnswered, ExtendedConnect, Upgrade};
use http::header::{ORIGIN, UPGRADE};
use http::request::Parts;
use http::{Method, Response};

use crate::body::Body;
use crate::context::Context;
use crate::error::Problem;
use crate::walk::asks_for_websocket;

/// Checks the handshake of an endpoint that opens a WebSocket (phase P5).
///
/// # Errors
/// Returns a problem with status 426 if the request does not ask for a WebSocket, otherwise that of the handshake.
#[cfg(feature = "websocket")]
pub(super) fn check_upgrade(context: &Context<'_>) -> Result<(), Problem> {
    match context.head().extensions.get::<Upgrade>().map(Upgrade::refusal) {
        Some(None) => Ok(()),
        Some(Some(problem)) => Err(Problem::handshake(problem.status(context.head().version), problem.to_string())),
        None => Err(Problem::upgrade_required()),
    }
}

/// Returns 426: without the feature `websocket` no request is upgraded.
#[cfg(not(feature = "websocket"))]
pub(super) fn check_upgrade(_: &Context<'_>) -> Result<(), Problem> {
    Err(Problem::upgrade_required())
}

/// The lists of origins whose pages may open WebSockets, one for each [`AllowOrigins`](super::AllowOrigins) on the way.
/// It is in the extensions of a context.
#[derive(Clone, Default)]
pub(super) struct PermittedOrigins(pub(super) Vec<Arc<[String]>>);

/// Returns whether a request may become a WebSocket, also in a mounted service that performs the upgrade itself.
pub(super) fn may_upgrade(context: &Context<'_>) -> bool {
    asks_for_websocket(context) || *context.method() == Method::CONNECT || context.head().headers.contains_key(UPGRADE)
}

/// Checks that every list of permitted origins contains that of the request. It is called wherever a WebSocket is
/// opened. A request without `Origin` is not from a browser and is allowed.
///
/// # Errors
/// Returns a problem with status 403.
pub(super) fn check_origin(context: &Context<'_>) -> Result<(), Problem> {
    let Some(PermittedOrigins(lists)) = context.extensions().get() else { return Ok(()) };
    // Every line of the field must be allowed, also binary ones. Origins are compared as text, ignoring case: their
    // serialization is in lower case (RFC 6454 §6.2).
    let allowed = context.head().headers.get_all(ORIGIN).iter().all(|origin| {
        let listed = |known: &String| origin.as_bytes().eq_ignore_ascii_case(known.as_bytes());
        lists.iter().all(|list| list.iter().any(listed))
    });
    if allowed { Ok(()) } else { Err(Problem::origin_not_allowed()) }
}

/// Gives a request that was an extended CONNECT this method again, for a service that performs the upgrade itself.
/// Returns whether it was one.
#[cfg(feature = "websocket")]
pub(super) fn restore_connect(head: &mut Parts) -> bool {
    let extended = head.extensions.remove::<ExtendedConnect>().is_some();
    if extended {
        head.method = Method::CONNECT;
    }
    extended
}

/// Marks the response of a service to an extended CONNECT, unless routing inside the service answered it as a `GET`.
#[cfg(feature = "websocket")]
pub(super) fn mark_connect(response: &mut Response<Body>) {
    if response.extensions_mut().remove::<ExtendedConnect>().is_none() {
        response.extensions_mut().insert(ConnectAnswered);
    }
}

/// Returns false: without the feature `websocket` no server accepts an extended CONNECT.
#[cfg(not(feature = "websocket"))]
pub(super) fn restore_connect(_: &mut Parts) -> bool {
    false
}

/// Does nothing: without the feature `websocket` no server accepts an extended CONNECT.
#[cfg(not(feature = "websocket"))]
pub(super) fn mark_connect(_: &mut Response<Body>) {}
