//! The ready-made error type of an API.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use http::{HeaderName, HeaderValue, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::description::ErrorCase;

use super::answer::Answer;
use super::api_error::ApiError;
use super::document::{ErrorDocument, ErrorFormat, ProblemDetails};
use super::failure::Failure;
use super::forward::{failure_document, problem_answer, unknown_document};
use super::problem::Problem;

/// The ready-made error type of an API: an error response or a failure. It is the default of `#[api(errors = …)]`.
///
/// Error responses are problem details (RFC 9457). The description of the API declares none of them. Derive
/// [`ApiError`] for an enum to declare each error.
///
/// ```
/// use api_core::Error;
///
/// let error = Error::not_found("no_such_room").describe("there is no room `attic`");
/// assert_eq!(error.status(), Some(http::StatusCode::NOT_FOUND));
/// assert!(error.is("no_such_room"));
/// assert_eq!(error.to_string(), "there is no room `attic` (no_such_room, 404)");
/// ```
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "both are behind one pointer")]
enum Inner {
    Answered(ErrorDocument),
    Failed(Failure),
}

impl Error {
    /// Creates an error response with a status and a machine-readable kind. A status below 400 becomes 500.
    pub fn new(status: StatusCode, kind: impl Into<Cow<'static, str>>) -> Self {
        let status = if status.as_u16() < 400 { StatusCode::INTERNAL_SERVER_ERROR } else { status };
        Self(Box::new(Inner::Answered(ErrorDocument::new(status, kind))))
    }

    /// Creates an error response with status 400 and a machine-readable kind.
    pub fn bad_request(kind: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, kind)
    }

    /// Creates an error response with status 401. The server adds the challenge of the API's security scheme.
    pub fn unauthorized(kind: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, kind)
    }

    /// Creates an error response with status 403 and a machine-readable kind.
    pub fn forbidden(kind: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::FORBIDDEN, kind)
    }

    /// Creates an error response with status 404 and a machine-readable kind.
    pub fn not_found(kind: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::NOT_FOUND, kind)
    }

    /// Creates an error response with status 409 and a machine-readable kind.
    pub fn conflict(kind: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::CONFLICT, kind)
    }

    /// Creates an error response with status 500 and a machine-readable kind.
    pub fn internal(kind: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, kind)
    }

    /// Creates an error response with status 503 and a machine-readable kind.
    pub fn unavailable(kind: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, kind)
    }

    /// Sets the description, a human-readable sentence. Has no effect on a failure.
    #[must_use]
    pub fn describe(self, description: impl Into<Cow<'static, str>>) -> Self {
        self.change(|document| document.description = Some(description.into()))
    }

    /// Sets the attributes, machine-readable details. With a value that JSON cannot hold, for example a number that
    /// is not finite, the error becomes 500 `internal` and says where. Has no effect on a failure.
    ///
    /// ```
    /// use api_core::Error;
    ///
    /// let error = Error::conflict("name_taken").with_attributes(&["lobby"]);
    /// assert_eq!(error.attributes::<Vec<String>>(), Some(vec!["lobby".to_owned()]));
    /// ```
    #[must_use]
    pub fn with_attributes<T: Serialize>(self, attributes: &T) -> Self {
        self.change(|document| document.set_attributes(attributes))
    }

    /// Sets the retry delay, which is sent as `Retry-After` in whole seconds. Has no effect on a failure.
    #[must_use]
    pub fn retry_after(self, after: Duration) -> Self {
        self.change(|document| document.retry_after = Some(after))
    }

    /// Sets a header field of the response, for example a challenge. Has no effect on a failure.
    ///
    /// ```
    /// use api_core::Error;
    /// use api_core::error::ApiError as _;
    /// use http::HeaderValue;
    /// use http::header::WWW_AUTHENTICATE;
    ///
    /// let challenge = HeaderValue::from_static("Bearer realm=\"rooms\", scope=\"write\"");
    /// let error = Error::unauthorized("scope_missing").with_header(WWW_AUTHENTICATE, challenge);
    /// assert!(error.document().headers.contains_key("www-authenticate"));
    /// ```
    #[must_use]
    pub fn with_header(self, name: HeaderName, value: HeaderValue) -> Self {
        self.change(|document| drop(document.headers.insert(name, value)))
    }

    /// Returns the status of the error response. `None` for a failure.
    pub fn status(&self) -> Option<StatusCode> {
        self.answered().map(|document| document.status)
    }

    /// Returns the kind of the error response. `None` for a failure.
    pub fn kind(&self) -> Option<&str> {
        self.answered().map(|document| &*document.kind)
    }

    /// Returns whether the error is an error response of a kind.
    pub fn is(&self, kind: &str) -> bool {
        self.kind() == Some(kind)
    }

    /// Returns the description, if the error response has one.
    pub fn description(&self) -> Option<&str> {
        self.answered()?.description.as_deref()
    }

    /// Returns the attributes, if the error response has some that fit the type.
    pub fn attributes<T: DeserializeOwned>(&self) -> Option<T> {
        T::deserialize(self.answered()?.attributes.as_ref()?).ok()
    }

    fn answered(&self) -> Option<&ErrorDocument> {
        match &*self.0 {
            Inner::Answered(document) => Some(document),
            Inner::Failed(_) => None,
        }
    }

    fn change(mut self, change: impl FnOnce(&mut ErrorDocument)) -> Self {
        if let Inner::Answered(document) = &mut *self.0 {
            change(document);
        }
        self
    }
}

impl ApiError for Error {
    const CASES: &'static [ErrorCase] = &[];
    const FORMAT: &'static dyn ErrorFormat = &ProblemDetails;

    fn from_answer(answer: Answer) -> Self {
        let mut document = unknown_document(&answer, Self::FORMAT);
        if document.kind == "unknown" && document.description.is_none() && !answer.body().is_empty() {
            document.description = Some(answer.to_string().into());
        }
        Self(Box::new(Inner::Answered(document)))
    }

    fn from_failure(failure: Failure) -> Self {
        Self(Box::new(Inner::Failed(failure)))
    }

    fn failure(&self) -> Option<&Failure> {
        match &*self.0 {
            Inner::Answered(_) => None,
            Inner::Failed(failure) => Some(failure),
        }
    }

    fn document(&self) -> ErrorDocument {
        match &*self.0 {
            Inner::Answered(document) => document.clone(),
            Inner::Failed(failure) => failure_document(failure),
        }
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        Self::from_failure(failure)
    }
}

/// Lets a session factory use `?` on what it reads from a request.
impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::from_answer(problem_answer(&problem, Self::FORMAT))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Inner::Answered(document) => document.fmt(formatter),
            Inner::Failed(failure) => failure.fmt(formatter),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &*self.0 {
            Inner::Answered(_) => None,
            Inner::Failed(failure) => failure.source(),
        }
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, StatusCode};

    use super::Error;
    use crate::error::{Answer, ApiError, ErrorFormat, Failure, FailureKind, Problem, ProblemDetails};

    #[test]
    fn an_error_is_decoded_as_it_was_encoded() {
        let error = Error::conflict("name_taken").describe("the name is taken").with_attributes(&["lobby"]);
        let body = ProblemDetails.encode(&error.document());
        let read = Error::from_answer(Answer::new(StatusCode::CONFLICT, HeaderMap::new(), body.into()));
        assert_eq!(read.document(), error.document());
        assert_eq!(read.attributes::<Vec<String>>(), Some(vec!["lobby".to_owned()]));
    }

    #[test]
    fn an_answer_in_another_format_keeps_its_status_and_shows_its_body() {
        let answer = Answer::new(StatusCode::IM_A_TEAPOT, HeaderMap::new(), "short and stout".into());
        let read = Error::from_answer(answer);
        assert_eq!((read.status(), read.kind()), (Some(StatusCode::IM_A_TEAPOT), Some("unknown")));
        assert!(read.description().is_some_and(|description| description.contains("short and stout")));
    }

    #[test]
    fn a_failure_has_no_status_and_its_document_has_no_details() {
        let error = Error::from(Failure::new(FailureKind::Transport, "no route to 10.0.0.7"));
        assert_eq!(error.status(), None);
        assert!(!error.document().to_string().contains("10.0.0.7"));
        assert!(error.describe("ignored").failure().is_some());
    }

    #[test]
    fn a_problem_of_the_framework_keeps_its_status_and_kind() {
        let error = Error::from(Problem::body_too_large(10));
        assert_eq!((error.status(), error.kind()), (Some(StatusCode::PAYLOAD_TOO_LARGE), Some("body_too_large")));
    }

    #[test]
    fn a_status_below_400_becomes_500() {
        assert_eq!(Error::new(StatusCode::OK, "fine").status(), Some(StatusCode::INTERNAL_SERVER_ERROR));
    }
}
