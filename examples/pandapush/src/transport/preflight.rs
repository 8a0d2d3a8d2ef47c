//! What a browser asks before a page of another origin posts: the answer lets every origin.

use api_core::Body;
use api_core::context::Context;
use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, ORIGIN, REFERER,
};
use http::{HeaderValue, Method, Response};

/// Returns whether a request is a preflight. Old browsers and proxies send one without the method `OPTIONS`.
pub(super) fn is_preflight(context: &Context<'_>) -> bool {
    let requested = context.head().headers.get(ACCESS_CONTROL_REQUEST_METHOD);
    context.method() == Method::OPTIONS || requested.is_some_and(|method| method == "POST")
}

/// Answers a preflight.
pub(super) fn answer(context: &Context<'_>) -> Response<Body> {
    let headers = &context.head().headers;
    let origin = headers.get(ORIGIN).or_else(|| headers.get(REFERER)).cloned();
    let mut response = Response::new(Body::empty());
    let answer = response.headers_mut();
    answer.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.unwrap_or(HeaderValue::from_static("*")));
    for (name, value) in [
        (ACCESS_CONTROL_ALLOW_CREDENTIALS, "true"),
        (ACCESS_CONTROL_ALLOW_METHODS, "POST, GET"),
        (ACCESS_CONTROL_ALLOW_HEADERS, "Accept, Authorization, Content-Type, Pragma, X-Requested-With"),
        (ACCESS_CONTROL_MAX_AGE, "86400"),
    ] {
        answer.insert(name, HeaderValue::from_static(value));
    }
    response
}
