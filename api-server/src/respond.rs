//! What a listener serves: a value that answers requests.

use std::future::Future;

use api_core::Body;
use api_core::context::{Context, Peer};
use api_core::error::{ErrorFormat, Problem, ProblemDetails, error_response};
use api_core::routing::ServiceSettings;
use http::header::CONNECTION;
use http::{HeaderValue, Request, Response, Version};

use crate::panic::catch;

/// A service that a listener can serve: a [`Server`](crate::Server), with or without layers.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a server",
    label = "this value",
    note = "routes become a server with `Server::new(routes)`"
)]
pub trait Respond<B>: Send + Sync + 'static {
    /// Answers a request. Failures and panics become responses too.
    /// `peer`: the remote end of the connection, which layers find in the extensions of the request.
    fn respond(&self, request: Request<B>, peer: Option<&Peer>) -> impl Future<Output = Response<Body>> + Send;

    /// Returns the settings of errors that are answered before [`Respond::respond`]: their format, and the function
    /// that sees every response. Default: `None`, for [`ProblemDetails`] and no function.
    fn settings(&self) -> Option<&ServiceSettings> {
        None
    }
}

/// Returns the 400 to a request whose target or `Host` is malformed. Over HTTP/1.1 the connection is closed after it,
/// because its ends may not agree where the next request begins.
pub(crate) fn malformed<B>(
    settings: Option<&ServiceSettings>,
    request: Request<B>,
    peer: Option<&Peer>,
    detail: &'static str,
) -> Response<Body> {
    let problem = Problem::malformed_request(detail);
    let format = settings.map_or(&ProblemDetails as _, |settings| settings.error_format);
    let head = request.into_parts().0;
    let mut response = error_response(format, &format.problem(&problem, head.uri.path()));
    if let Some(settings) = settings {
        let mut context = Context::with_format(&head, settings.routing, format);
        context.set_peer(peer);
        if let Err(panicked) = catch(|| settings.hook(&context, &mut response)) {
            response = internal_error(format, context.path(), format!("a response hook panicked: {}", panicked.0));
        }
    }
    if head.version < Version::HTTP_2 {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// Returns a 500 without details; the detail is kept for the logs.
pub(crate) fn internal_error(format: &dyn ErrorFormat, path: &str, detail: String) -> Response<Body> {
    refused(format, path, Problem::internal(detail))
}

/// Returns the response of a problem. It is kept for the logs.
pub(crate) fn refused(format: &dyn ErrorFormat, path: &str, problem: Problem) -> Response<Body> {
    let mut response = error_response(format, &format.problem(&problem, path));
    response.extensions_mut().insert(problem);
    response
}
