//! Conversion of error documents to responses.

use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, Response};

use crate::body::Body;

use super::document::{ErrorDocument, ErrorFormat, retry_after_header};

/// Converts a document to a response in a format, with the fields `Content-Type` and `Retry-After`.
pub fn error_response(format: &dyn ErrorFormat, document: &ErrorDocument) -> Response<Body> {
    let mut response = Response::new(Body::from(format.encode(document)));
    *response.status_mut() = document.status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(format.media_type_of(document)));
    if let Some(after) = retry_after_header(document) {
        response.headers_mut().insert(RETRY_AFTER, after);
    }
    response
}
