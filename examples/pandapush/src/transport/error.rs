//! Errors as plain text.

use api_core::ApiError;
use api_core::error::{Answer, ErrorDocument, ErrorFormat, Failure, Problem};
use http::{HeaderMap, StatusCode};

/// An error of the mount. Errors inside the protocol are replies, not these.
#[derive(Debug, ApiError)]
#[api_error(format = PlainText)]
pub enum PushError {
    /// Bad request
    #[error(status = 400)]
    BadRequest,
    /// Not found
    #[error(status = 404)]
    UnknownClient,
    /// Service Unavailable
    #[error(status = 503)]
    Unavailable,
    /// An answer that this version does not know.
    #[error(unknown)]
    Unknown(Answer),
    /// A failure of connection, protocol or codec.
    #[error(failure)]
    Failed(Failure),
}

/// The format of errors: their description as text, and nothing else.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlainText;

impl ErrorFormat for PlainText {
    fn media_type(&self) -> &'static str {
        "text/plain; charset=utf-8"
    }

    fn encode(&self, document: &ErrorDocument) -> Vec<u8> {
        document.description.as_deref().unwrap_or(document.kind.as_ref()).as_bytes().to_vec()
    }

    fn decode(&self, status: StatusCode, _: &HeaderMap, body: &[u8]) -> Option<ErrorDocument> {
        let text = std::str::from_utf8(body).ok()?.to_owned();
        Some(ErrorDocument::new(status, text.clone()).described(text))
    }

    fn problem(&self, problem: &Problem, _: &str) -> ErrorDocument {
        // The original reveals nothing else about a malformed request, except that it is too large.
        let text = match problem.status() {
            StatusCode::BAD_REQUEST => "Bad request".to_owned(),
            status => status.canonical_reason().unwrap_or("Error").to_owned(),
        };
        ErrorDocument::new(problem.status(), problem.slug()).described(text)
    }
}
