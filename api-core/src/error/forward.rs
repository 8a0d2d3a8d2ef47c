//! Documents of errors that a server forwards: answers of unknown kind, failures, problems of the framework.

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde_json::Value;

use crate::description::ErrorCase;

use super::answer::Answer;
use super::by_status::case_of;
use super::document::{ErrorDocument, ErrorFormat};
use super::failure::Failure;
use super::problem::Problem;
use super::retry::retry_after;

/// Returns the document with which a proxy forwards an answer of unknown kind: the decoded body if it is in the format,
/// otherwise the status alone.
///
/// Header fields and bodies in other formats are not forwarded, because they belong to another connection.
pub fn unknown_document(answer: &Answer, format: &dyn ErrorFormat) -> ErrorDocument {
    // Without kinds any JSON is in the format. Errors are objects, and what is none does not belong to this API.
    let is_of_api =
        |document: &ErrorDocument| format.has_kinds() || matches!(document.attributes, Some(Value::Object(_)));
    answer.document(format).filter(is_of_api).unwrap_or_else(|| {
        // A redirect, for example, is not an error of this API, and is useless without its header fields.
        let status = if answer.status().as_u16() >= 400 { answer.status() } else { StatusCode::BAD_GATEWAY };
        ErrorDocument::new(status, "unknown")
    })
}

/// Returns the document of an answer. If the format has no kinds, it has that of the error with the status. A
/// redirection (RFC 9110 §15.4) may be without a document: it is that of the only error with its status.
pub fn declared_document(answer: &Answer, format: &dyn ErrorFormat, cases: &[ErrorCase]) -> Option<ErrorDocument> {
    let mut document = answer.document(format);
    if let (Some(document), false) = (&mut document, format.has_kinds()) {
        document.kind = case_of(answer.status().as_u16(), cases).map_or("unknown", |case| case.kind).into();
    }
    if !answer.status().is_redirection() {
        return document;
    }
    document.filter(|document| cases.iter().any(|case| case.kind == document.kind)).or_else(|| {
        let mut fitting = cases.iter().filter(|case| case.status == answer.status().as_u16());
        let (Some(case), None) = (fitting.next(), fitting.next()) else { return None };
        let mut document = ErrorDocument::new(answer.status(), case.kind);
        document.retry_after = retry_after(answer.headers());
        Some(document)
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

/// Returns a problem of the framework as an answer in an API's format, so that the API's error type can hold it.
pub fn problem_answer(problem: &Problem, format: &dyn ErrorFormat) -> Answer {
    let document = format.problem(problem, "");
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(format.media_type_of(&document)));
    Answer::new(document.status, headers, format.encode(&document).into())
}
