//! The documents of derived error types, and small steps of derived answers.

use std::fmt;

use http::{Response, StatusCode};

use crate::body::Body;
use crate::error::{Answer, ErrorDocument, ErrorFormat, Failure, FailureKind};

/// Returns the document of an error's variant. The variant's docs are its description, unless it carries one.
pub fn document(status: u16, kind: &'static str, docs: &'static str) -> ErrorDocument {
    let document = ErrorDocument::new(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), kind);
    if docs.is_empty() { document } else { document.described(docs) }
}

/// Returns the document with which a proxy passes on an answer that it does not know: its status, and its document if the body has the
/// format's form.
///
/// Header fields and bodies of another form are not passed on: they belong to another connection.
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
        (StatusCode::GATEWAY_TIMEOUT, "the server behind this one took too long")
    } else if failure.is_transport() {
        (StatusCode::BAD_GATEWAY, "the server behind this one could not be reached")
    } else {
        (StatusCode::INTERNAL_SERVER_ERROR, "the server failed to answer")
    };
    ErrorDocument::new(status, "internal").described(description)
}

/// Writes an error in one line.
///
/// # Errors
/// Returns an error if the formatter does.
pub fn display(document: &ErrorDocument, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    match &document.description {
        Some(description) => write!(formatter, "{description} ({}, {})", document.kind, document.status.as_u16()),
        None => write!(formatter, "{} ({})", document.kind, document.status.as_u16()),
    }
}

/// Returns the response with another status.
pub fn with_status(mut response: Response<Body>, status: u16) -> Response<Body> {
    if let Ok(status) = StatusCode::from_u16(status) {
        *response.status_mut() = status;
    }
    response
}

/// Returns the failure of an answer whose status the endpoint does not declare.
pub fn undeclared(status: u16) -> Failure {
    Failure::new(FailureKind::Decode, format!("the API answered {status}, which it does not declare for this endpoint"))
}
