//! Whether a request asks for a WebSocket, and whether it can become one.

#[cfg(feature = "websocket")]
use api_websocket::Upgrade;

use crate::context::Context;
use crate::error::Problem;

/// Returns whether the request asks for a WebSocket, over any version of HTTP.
#[cfg(feature = "websocket")]
pub(super) fn asks_for_websocket(context: &Context<'_>) -> bool {
    context.head().extensions.get::<Upgrade>().is_some()
}

/// Phase P5 of an endpoint that opens a WebSocket: checks that the request can become one.
///
/// # Errors
/// Returns 426 if the request asks for no WebSocket, and the problem of a handshake that is not valid.
#[cfg(feature = "websocket")]
pub(super) fn check_upgrade(context: &Context<'_>) -> Result<(), Problem> {
    match context.head().extensions.get::<Upgrade>().map(Upgrade::refusal) {
        Some(None) => Ok(()),
        Some(Some(problem)) => Err(Problem::handshake(problem.status(context.head().version), problem.to_string())),
        None => Err(Problem::upgrade_required()),
    }
}

/// Returns false: without the feature `websocket` no request is upgraded.
#[cfg(not(feature = "websocket"))]
pub(super) fn asks_for_websocket(_: &Context<'_>) -> bool {
    false
}

/// Returns 426: without the feature `websocket` no request is upgraded.
#[cfg(not(feature = "websocket"))]
pub(super) fn check_upgrade(_: &Context<'_>) -> Result<(), Problem> {
    Err(Problem::upgrade_required())
}
