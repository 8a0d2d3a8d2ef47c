//! The documents of derived error types, and small steps of derived answers.

use std::fmt::{self, Display as _};

use http::{Response, StatusCode};

use crate::body::Body;
use crate::error::{ErrorDocument, Failure, FailureKind};

/// Returns the document of an error's variant. The variant's docs are its description, unless it carries one.
pub fn document(status: u16, kind: &'static str, docs: &'static str) -> ErrorDocument {
    let document = ErrorDocument::new(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), kind);
    if docs.is_empty() { document } else { document.described(docs) }
}

/// Writes an error in one line.
///
/// # Errors
/// Returns an error if the formatter does.
pub fn display(document: &ErrorDocument, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    document.fmt(formatter)
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
