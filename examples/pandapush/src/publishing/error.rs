//! Refusals of a publication, in the format that published clients read.

use std::time::Duration;

use api_core::ApiError;
use api_core::error::{Answer, ErrorDocument, ErrorFormat, Failure, Problem, RetryAfter};
use http::{HeaderMap, StatusCode};
use serde::Serialize;

use crate::access::AccessError;
use crate::transport::PlainText;

/// Why an event was not published.
#[derive(Debug, ApiError)]
#[api_error(format = PublishingErrors)]
pub enum PublishingError {
    /// Unauthorized
    #[error(status = 403)]
    NoCredentials,
    /// The credentials are refused. The text says why.
    #[error(status = 400, kind = "refused")]
    Refused(String),
    /// The body cannot be read. The text says why.
    #[error(status = 400)]
    MalformedBody(String),
    /// The body must be application/json or application/x-www-form-urlencoded
    #[error(status = 415)]
    UnsupportedMediaType,
    /// Not Found
    #[error(status = 404)]
    NotFound,
    /// The key has published too much
    #[error(status = 429)]
    TooMany(RetryAfter),
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

impl PublishingError {
    pub(super) fn too_many(wait: Duration) -> Self {
        // `Retry-After` is whole seconds, and zero would be too early.
        Self::TooMany(RetryAfter(wait.max(Duration::from_secs(1))))
    }
}

impl From<AccessError> for PublishingError {
    fn from(error: AccessError) -> Self {
        Self::Refused(error.to_string())
    }
}

/// The format of these errors: refused credentials are JSON of the form `{"code":null,"params":[],"message":…}`, all
/// others are short texts.
#[derive(Debug, Clone, Copy, Default)]
pub struct PublishingErrors;

const REFUSED: &str = "refused";

/// Refused credentials, as the original's client library wrote its errors: `code` is null and `params` empty.
#[derive(Serialize)]
struct Refusal<'a> {
    code: (),
    params: [(); 0],
    message: &'a str,
}

impl ErrorFormat for PublishingErrors {
    fn media_type(&self) -> &'static str {
        PlainText.media_type()
    }

    fn media_type_of(&self, document: &ErrorDocument) -> &'static str {
        if document.kind == REFUSED { "application/json; charset=utf-8" } else { self.media_type() }
    }

    fn encode(&self, document: &ErrorDocument) -> Vec<u8> {
        if document.kind == REFUSED {
            let refusal =
                Refusal { code: (), params: [], message: document.description.as_deref().unwrap_or_default() };
            serde_json::to_vec(&refusal).unwrap_or_default()
        } else {
            PlainText.encode(document)
        }
    }

    fn decode(&self, status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Option<ErrorDocument> {
        let refused: Option<serde_json::Value> = serde_json::from_slice(body).ok();
        match refused.as_ref().and_then(|refused| refused.get("message")?.as_str()) {
            Some(message) => Some(ErrorDocument::new(status, REFUSED).described(message.to_owned())),
            None => PlainText.decode(status, headers, body),
        }
    }

    fn problem(&self, problem: &Problem, path: &str) -> ErrorDocument {
        PlainText.problem(problem, path)
    }
}
