//! Checks whether a request asks for a WebSocket, and whether its handshake is valid.

#[cfg(feature = "websocket")]
use api_websocket::handshake::Upgrade;

use crate::context::Context;
use crate::error::Problem;

/// Returns whether the request asks for a WebSocket, over any version of HTTP.
#[cfg(feature = "websocket")]
pub(super) fn asks_for_websocket(context: &Context<'_>) -> bool {
    context.head().extensions.get::<Upgrade>().is_some()
}

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
