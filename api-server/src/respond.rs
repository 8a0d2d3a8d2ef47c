//! What a listener serves: a value that answers requests.

use std::future::Future;

use api_core::Body;
use api_core::error::{ErrorFormat, Problem, error_response};
use http::{Request, Response};

/// A service that a listener can serve: a [`Server`](crate::Server), with or without layers.
pub trait Respond<B>: Send + Sync + 'static {
    /// Answers a request. Failures and panics become responses too.
    fn respond(&self, request: Request<B>) -> impl Future<Output = Response<Body>> + Send;
}

/// Returns a 500 without details; the detail is kept for the logs.
pub(crate) fn internal_error(format: &dyn ErrorFormat, path: &str, detail: String) -> Response<Body> {
    let problem = Problem::internal(detail);
    let mut response = error_response(format, &format.problem(&problem, path));
    response.extensions_mut().insert(problem);
    response
}
