//! Conversion of error documents to responses.

use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, Response, StatusCode};

use crate::body::Body;
use crate::description::is_without_content;

use super::document::{ErrorDocument, ErrorFormat, retry_after_header};

/// Converts a document to a response in a format, with its header fields, `Content-Type` and `Retry-After`. One with
/// the status 304 has no content (RFC 9110 §15.4.5).
pub fn error_response(format: &dyn ErrorFormat, document: &ErrorDocument) -> Response<Body> {
    let mut response = Response::new(Body::from(format.encode(document)));
    *response.status_mut() = document.status;
    if !document.headers.is_empty() {
        response.headers_mut().clone_from(&document.headers);
    }
    if is_without_content(document.status.as_u16()) {
        *response.body_mut() = Body::empty();
        return response;
    }
    response.headers_mut().insert(CONTENT_TYPE, media_type(format.media_type_of(document)));
    if let Some(after) = retry_after_header(document) {
        response.headers_mut().insert(RETRY_AFTER, after);
    }
    response
}

/// Returns the response of a problem whose document is the same for all requests.
pub(crate) fn constant_response(format: &dyn ErrorFormat, status: StatusCode, body: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, media_type(format.media_type()));
    response
}

/// Returns a media type as a header value. That of the default format was validated at compile time.
fn media_type(text: &'static str) -> HeaderValue {
    const PROBLEM_DETAILS: &str = "application/problem+json";
    const CHECKED: HeaderValue = HeaderValue::from_static(PROBLEM_DETAILS);
    if text == PROBLEM_DETAILS { CHECKED } else { HeaderValue::from_static(text) }
}
