//! Documents of errors that a server forwards: answers of unknown kind, failures, problems of the framework.

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, StatusCode};

use super::answer::Answer;
use super::document::{ErrorDocument, ErrorFormat};
use super::failure::Failure;
use super::problem::Problem;

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

/// Returns a problem of the framework as an answer in an API's format, so that the API's error type can hold it.
pub fn problem_answer(problem: &Problem, format: &dyn ErrorFormat) -> Answer {
    let document = format.problem(problem, "");
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(format.media_type_of(&document)));
    Answer::new(document.status, headers, format.encode(&document).into())
}
