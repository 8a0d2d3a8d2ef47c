//! The errors of the admin API: short plain text, as the original sends it.

use std::borrow::Cow;
use std::time::Duration;

use api_core::ApiError;
use api_core::error::{Answer, ErrorDocument, ErrorFormat, Failure, Problem, ProblemKind, RetryAfter};
use http::{HeaderMap, StatusCode};

/// An error of the admin API.
#[derive(Debug, ApiError)]
#[api_error(format = ShortText)]
pub enum AdminError {
    /// Unauthorized
    #[error(status = 401)]
    WrongCredentials,
    /// Unauthorized
    #[error(status = 403)]
    SignInClosed,
    /// No user.
    #[error(status = 403)]
    NoUser,
    /// The request comes from another site.
    #[error(status = 403)]
    OtherSite,
    /// Too many wrong passwords. Try again later.
    #[error(status = 429)]
    TooManyAttempts(RetryAfter),
    /// Not found
    #[error(status = 404)]
    NotFound,
    /// could not find key
    #[error(status = 404)]
    KeyNotFound,
    /// The input is not valid.
    #[error(status = 400)]
    Invalid(String),
    /// The database is not available. The text depends on the operation.
    #[error(status = 500)]
    StoreFailed(String),
    /// Another part of the deployment does not answer.
    #[error(status = 503)]
    Unavailable,
    /// A response that this version does not know.
    #[error(unknown)]
    Unknown(Answer),
    /// The connection, the protocol or the codec failed.
    #[error(failure)]
    Failed(Failure),
}

impl AdminError {
    /// Returns the same refusal once more, for a session that keeps it.
    pub(super) fn again(&self) -> Self {
        match self {
            Self::WrongCredentials => Self::WrongCredentials,
            Self::SignInClosed => Self::SignInClosed,
            Self::NoUser => Self::NoUser,
            Self::OtherSite => Self::OtherSite,
            Self::TooManyAttempts(after) => Self::TooManyAttempts(*after),
            other => Self::StoreFailed(other.to_string()),
        }
    }
}

/// The texts of the original about a database that failed.
pub(super) const FAILURES: [&str; 6] = [
    "Error loading applications.",
    "Error loading application",
    "error creating application",
    "error updating application",
    "error removing application",
    "error",
];

/// The format of error responses: the description alone, as plain text.
#[derive(Debug, Clone, Copy)]
pub struct ShortText;

impl ErrorFormat for ShortText {
    fn media_type(&self) -> &'static str {
        "text/plain; charset=utf-8"
    }

    fn encode(&self, document: &ErrorDocument) -> Vec<u8> {
        document.description.as_deref().unwrap_or(&document.kind).as_bytes().to_vec()
    }

    fn decode(&self, status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Option<ErrorDocument> {
        headers.get("content-type").filter(|value| value.as_bytes().starts_with(b"text/plain"))?;
        let text = std::str::from_utf8(body).ok()?;
        // The text does not name the kind, but with the status it decides.
        let kind = match (status.as_u16(), text) {
            (400, _) if !headers.contains_key("retry-after") => "invalid",
            (401, "Unauthorized") => "wrong_credentials",
            (403, "No user.") => "no_user",
            (403, "Unauthorized") => "sign_in_closed",
            (403, "The request comes from another site.") => "other_site",
            (404, "could not find key") => "key_not_found",
            (404, "Not found") => "not_found",
            (429, "Too many wrong passwords. Try again later.") => "too_many_attempts",
            (500, text) if FAILURES.contains(&text) => "store_failed",
            (503, "Another part of the deployment does not answer.") => "unavailable",
            _ => "unknown",
        };
        let mut document = ErrorDocument::new(status, kind).described(text.to_owned());
        let seconds = headers.get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok());
        document.retry_after = seconds.map(Duration::from_secs);
        Some(document)
    }

    fn problem(&self, problem: &Problem, _: &str) -> ErrorDocument {
        let status = match problem.kind() {
            // The original knows one status for a body that it does not understand.
            ProblemKind::InvalidBody | ProblemKind::MistypedBody => StatusCode::BAD_REQUEST,
            _ => problem.status(),
        };
        let text = match problem.kind() {
            ProblemKind::NotFound => Cow::Borrowed("Not found"),
            ProblemKind::Internal => Cow::Borrowed("error"),
            _ => Cow::Owned(described(problem)),
        };
        ErrorDocument::new(status, problem.slug()).described(text)
    }
}

/// Returns what is wrong, and with each part.
fn described(problem: &Problem) -> String {
    let parts = problem.violations().iter();
    let parts = parts.map(|part| format!("{} {}, expected {}", part.path, part.problem, part.expected));
    let parts: Vec<String> = parts.collect();
    if parts.is_empty() { problem.detail().to_owned() } else { format!("{}: {}", problem.detail(), parts.join("; ")) }
}
