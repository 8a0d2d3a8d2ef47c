//! The functions that derived error types and derived replies call.

use std::fmt;

use http::{Response, StatusCode};

use crate::body::Body;
use crate::error::{Answer, ErrorDocument, ErrorFormat, Failure, FailureKind};

/// Returns the document of a variant. Its doc comment is the description, which a `String` in the variant replaces.
pub fn document(status: u16, kind: &'static str, docs: &'static str) -> ErrorDocument {
    let document = ErrorDocument::new(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), kind);
    if docs.is_empty() { document } else { document.described(docs) }
}

/// Returns the document with which a proxy forwards an answer of unknown kind: the decoded body if it is in the format,
/// otherwise the status alone.
///
/// Header fields and bodies in other formats are not forwarded, because they belong to another connection.
pub fn unknown_document(answer: &Answer, format: &dyn ErrorFormat) -> ErrorDocument {
    answer.document(format).unwrap_or_else(|| {
        // A redirect, for example, is not an error of this API, and is useless without its header fields.
        let status = if answer.status().as_u16() >= 400 { answer.status() } else { StatusCode::BAD_GATEWAY };
        ErrorDocument::new(status, "unknown")
    })
}

/// Returns the document of a failure. It does not reveal what failed.
pub fn failure_document(failure: &Failure) -> ErrorDocument {
    let (status, description) = if failure.is_timeout() {
        (StatusCode::GATEWAY_TIMEOUT, "the upstream server did not respond in time")
    } else if failure.is_transport() {
        (StatusCode::BAD_GATEWAY, "the upstream server could not be reached")
    } else {
        (StatusCode::INTERNAL_SERVER_ERROR, "internal server error")
    };
    ErrorDocument::new(status, "internal").described(description)
}

/// Writes an error in one line: description, kind and status.
///
/// # Errors
/// Returns an error if the formatter does.
pub fn display(document: &ErrorDocument, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    match &document.description {
        Some(description) => write!(formatter, "{description} ({}, {})", document.kind, document.status.as_u16()),
        None => write!(formatter, "{} ({})", document.kind, document.status.as_u16()),
    }
}

/// Sets the status of a response.
pub fn with_status(mut response: Response<Body>, status: u16) -> Response<Body> {
    if let Ok(status) = StatusCode::from_u16(status) {
        *response.status_mut() = status;
    }
    response
}

/// Returns the failure of an answer whose status the endpoint does not declare.
pub fn undeclared(status: u16) -> Failure {
    Failure::new(FailureKind::Decode, format!("the API answered {status}, which is not declared for this endpoint"))
}
