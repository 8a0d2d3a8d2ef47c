//! Calls of tower services.

use std::future::poll_fn;

use http::{Extensions, Request, Response};
use tower_service::Service;

use crate::body::{Body, BoxError, RequestBody};
use crate::context::Context;
use crate::error::Problem;

/// Waits until a service is ready, then calls it.
pub(super) async fn call<S, R>(mut service: S, request: Request<Body>) -> Result<Response<Body>, BoxError>
where
    S: Service<Request<Body>, Response = Response<R>, Error: Into<BoxError>>,
    R: RequestBody,
{
    poll_fn(|task| service.poll_ready(task)).await.map_err(Into::into)?;
    let response = service.call(request).await.map_err(Into::into)?;
    Ok(response.map(Body::stream))
}

/// Adds the peer to the extensions of a request for a service.
pub(super) fn pass_peer(context: &Context<'_>, extensions: &mut Extensions) {
    if let Some(peer) = context.peer() {
        extensions.insert(peer.clone());
    }
}

/// Returns the problem of a service that failed: the one that caused the error, otherwise that of a failed server.
pub(super) fn failure(error: &(dyn std::error::Error + 'static)) -> Problem {
    Problem::caused_by(error).unwrap_or_else(|| Problem::internal(error.to_string()))
}
