//! What a listener serves: a value that answers requests.

use std::future::Future;

use api_core::Body;
use api_core::error::{ErrorFormat, Problem, ProblemDetails, error_response};
use http::header::CONNECTION;
use http::{HeaderValue, Request, Response, Version};

/// A service that a listener can serve: a [`Server`](crate::Server), with or without layers.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a server",
    label = "this value",
    note = "routes become a server with `Server::new(routes)`"
)]
pub trait Respond<B>: Send + Sync + 'static {
    /// Answers a request. Failures and panics become responses too.
    fn respond(&self, request: Request<B>) -> impl Future<Output = Response<Body>> + Send;

    /// Returns the format of errors that are answered before [`Respond::respond`]. Default: [`ProblemDetails`].
    fn error_format(&self) -> &'static dyn ErrorFormat {
        &ProblemDetails
    }
}

/// Returns the 400 to a request whose target or `Host` is malformed. Over HTTP/1.1 the connection is closed after it,
/// because its ends may not agree where the next request begins.
pub(crate) fn malformed(
    format: &dyn ErrorFormat,
    version: Version,
    path: &str,
    detail: &'static str,
) -> Response<Body> {
    let problem = Problem::malformed_request(detail);
    let mut response = error_response(format, &format.problem(&problem, path));
    if version < Version::HTTP_2 {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// Returns a 500 without details; the detail is kept for the logs.
pub(crate) fn internal_error(format: &dyn ErrorFormat, path: &str, detail: String) -> Response<Body> {
    let problem = Problem::internal(detail);
    let mut response = error_response(format, &format.problem(&problem, path));
    response.extensions_mut().insert(problem);
    response
}
