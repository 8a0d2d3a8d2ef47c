//! The check that a request reaches the method that was called, and not another one with the same path.

use http::Request;

use crate::api::Api;
use crate::body::Body;
use crate::context::{Context, RoutingSettings};
use crate::description::Endpoint;
use crate::walk::walk;

/// Checks that routing gives a request to an endpoint, or to another one with its path. `prefix`: the origin's path,
/// without a slash at its end.
///
/// # Errors
/// Returns the endpoint that would answer.
pub(super) fn checked<A: Api>(
    request: Request<Body>,
    prefix: &str,
    endpoint: &Endpoint,
) -> Result<Request<Body>, &'static Endpoint> {
    let (head, body) = request.into_parts();
    let mut context = Context::new(&head, RoutingSettings::default());
    for _ in prefix.split('/').skip(1) {
        context.pop_segment();
    }
    match walk(A::ROUTES, &mut context, A::DESCRIPTION.base) {
        Some(hit) if hit.endpoint.path != endpoint.path => Err(hit.endpoint),
        _ => Ok(Request::from_parts(head, body)),
    }
}
