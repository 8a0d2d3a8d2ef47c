//! The functions that derived error types and derived replies call.

use std::fmt::{self, Display as _};

use http::{Response, StatusCode};

use crate::body::Body;
use crate::error::{ErrorDocument, Failure, FailureKind};

/// Returns the document of a variant. Its doc comment is the description, which a `String` in the variant replaces.
pub fn document(status: u16, kind: &'static str, docs: &'static str) -> ErrorDocument {
    let document = ErrorDocument::new(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), kind);
    if docs.is_empty() { document } else { document.described(docs) }
}

/// Writes an error in one line: description, kind and status.
///
/// # Errors
/// Returns an error if the formatter does.
pub fn display(document: &ErrorDocument, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    document.fmt(formatter)
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
