//! What the framework itself has to say about a request, structured; a format makes bytes of it.

use std::borrow::Cow;
use std::fmt;

use http::StatusCode;

use crate::description::VerbSet;
use crate::model::{Shape, Violation};

/// An error that the framework answers before or instead of a handler.
///
/// Every one goes through the API's [`super::ErrorFormat`], so a user replaces all their bodies in one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    kind: ProblemKind,
    detail: Cow<'static, str>,
    violations: Vec<Violation>,
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProblemKind {
    /// No route for this path: 404.
    NotFound,
    /// A capture is no such value: 400.
    InvalidCapture,
    /// The path exists, with other methods: 405.
    MethodNotAllowed(VerbSet),
    /// No acceptable media type: 406.
    NotAcceptable,
    /// The body's media type is not accepted: 415, with the accepted one.
    UnsupportedMediaType(&'static str),
    /// Query keys or header fields are missing or unreadable: 400, all of them together.
    InvalidParameters,
    /// The body is larger than the limit: 413.
    BodyTooLarge,
    /// The body came too slowly: 408.
    BodyTimeout,
    /// The body is not well-formed or broke off: 400.
    MalformedBody,
    /// The body is well-formed and not what the endpoint takes: 422, every violation together.
    InvalidBody,
    /// A header field asks for more or less than can be had: 422.
    OutOfRange,
    /// The endpoint opens a WebSocket, and the request asks for none: 426.
    UpgradeRequired,
    /// The request asks for a WebSocket in a way that cannot be followed: 400, 426 or 501 with the version that is spoken.
    Handshake(StatusCode),
    /// The request comes from a page of an origin that may not open WebSockets here: 403.
    OriginNotAllowed,
    /// A handler panicked or the server is at fault: 500. The detail goes to logs, never to callers.
    Internal,
}

impl Problem {
    /// No route for this path.
    pub fn not_found() -> Self {
        Self::new(ProblemKind::NotFound, "there is nothing at this path")
    }

    /// The path exists, with these methods.
    pub fn method_not_allowed(allowed: VerbSet) -> Self {
        Self::new(
            ProblemKind::MethodNotAllowed(allowed),
            "this path does not answer to this method; `Allow` lists those it does",
        )
    }

    /// No acceptable media type; the answer says which would be.
    pub fn not_acceptable(offered: &[&'static str]) -> Self {
        Self::new(ProblemKind::NotAcceptable, format!("`Accept` allows none of: {}", offered.join(", ")))
    }

    /// The body's media type is not accepted; this one is.
    pub fn unsupported_media_type(accepted: &'static str) -> Self {
        Self::new(ProblemKind::UnsupportedMediaType(accepted), format!("the body must be {accepted}"))
    }

    /// A capture is no such value.
    pub fn invalid_capture(name: &str, found: &str, shape: &Shape) -> Self {
        let violation = Violation {
            path: format!("/path/{name}"),
            problem: format!("is `{}`", found.chars().take(80).collect::<String>()),
            expected: shape.to_string(),
        };
        Self::new(ProblemKind::InvalidCapture, "a part of the path is not what it should be")
            .with_violations(vec![violation])
    }

    /// Query keys or header fields are missing or unreadable.
    pub fn invalid_parameters(violations: Vec<Violation>) -> Self {
        Self::new(ProblemKind::InvalidParameters, "parameters are missing or not what they should be")
            .with_violations(violations)
    }

    /// The body is larger than `limit` bytes.
    pub fn body_too_large(limit: usize) -> Self {
        Self::new(ProblemKind::BodyTooLarge, format!("the body is larger than {limit} bytes"))
    }

    /// The body came too slowly.
    pub fn body_timeout() -> Self {
        Self::new(ProblemKind::BodyTimeout, "the body came too slowly")
    }

    /// The body broke off.
    pub fn body_broken() -> Self {
        Self::new(ProblemKind::MalformedBody, "the body broke off before its end")
    }

    /// The body is not well-formed.
    pub fn malformed_body(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ProblemKind::MalformedBody, reason)
    }

    /// The body is well-formed and not what the endpoint takes.
    pub fn invalid_body(reason: impl Into<Cow<'static, str>>, violations: Vec<Violation>) -> Self {
        Self::new(ProblemKind::InvalidBody, reason).with_violations(violations)
    }

    /// Header fields ask for more or less than can be had.
    pub fn out_of_range(violations: Vec<Violation>) -> Self {
        Self::new(ProblemKind::OutOfRange, "a header field is out of range").with_violations(violations)
    }

    /// The endpoint opens a WebSocket, and the request asks for none.
    pub fn upgrade_required() -> Self {
        Self::new(ProblemKind::UpgradeRequired, "this endpoint opens a WebSocket: send `Upgrade: websocket`")
    }

    /// Creates the problem of a WebSocket handshake that is malformed or not supported.
    pub fn handshake(status: StatusCode, detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ProblemKind::Handshake(status), detail)
    }

    /// The page's origin is none of those that may open WebSockets here.
    pub fn origin_not_allowed() -> Self {
        Self::new(ProblemKind::OriginNotAllowed, "pages of this origin may not open WebSockets here")
    }

    /// The server is at fault; the detail is for logs.
    pub fn internal(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ProblemKind::Internal, detail)
    }

    fn new(kind: ProblemKind, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { kind, detail: detail.into(), violations: Vec::new() }
    }

    fn with_violations(mut self, violations: Vec<Violation>) -> Self {
        self.violations = violations;
        self
    }

    /// What went wrong.
    pub fn kind(&self) -> &ProblemKind {
        &self.kind
    }

    /// The status that answers it.
    pub fn status(&self) -> StatusCode {
        match self.kind {
            ProblemKind::NotFound => StatusCode::NOT_FOUND,
            ProblemKind::MethodNotAllowed(_) => StatusCode::METHOD_NOT_ALLOWED,
            ProblemKind::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            ProblemKind::UnsupportedMediaType(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            ProblemKind::InvalidCapture | ProblemKind::InvalidParameters | ProblemKind::MalformedBody => {
                StatusCode::BAD_REQUEST
            }
            ProblemKind::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            ProblemKind::BodyTimeout => StatusCode::REQUEST_TIMEOUT,
            ProblemKind::InvalidBody | ProblemKind::OutOfRange => StatusCode::UNPROCESSABLE_ENTITY,
            ProblemKind::UpgradeRequired => StatusCode::UPGRADE_REQUIRED,
            ProblemKind::Handshake(status) => status,
            ProblemKind::OriginNotAllowed => StatusCode::FORBIDDEN,
            ProblemKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// A word for the kind, the same for ever.
    pub fn slug(&self) -> &'static str {
        match self.kind {
            ProblemKind::NotFound => "not_found",
            ProblemKind::InvalidCapture => "invalid_capture",
            ProblemKind::MethodNotAllowed(_) => "method_not_allowed",
            ProblemKind::NotAcceptable => "not_acceptable",
            ProblemKind::UnsupportedMediaType(_) => "unsupported_media_type",
            ProblemKind::InvalidParameters => "invalid_parameters",
            ProblemKind::BodyTooLarge => "body_too_large",
            ProblemKind::BodyTimeout => "body_timeout",
            ProblemKind::MalformedBody => "malformed_body",
            ProblemKind::InvalidBody => "invalid_body",
            ProblemKind::OutOfRange => "out_of_range",
            ProblemKind::UpgradeRequired => "upgrade_required",
            ProblemKind::Handshake(_) => "invalid_handshake",
            ProblemKind::OriginNotAllowed => "origin_not_allowed",
            ProblemKind::Internal => "internal",
        }
    }

    /// One sentence for people who call the API; an internal detail is not among what they are told.
    pub fn detail(&self) -> &str {
        if self.kind == ProblemKind::Internal { "the server failed to answer" } else { &self.detail }
    }

    /// One sentence for those who run the server.
    pub fn internal_detail(&self) -> &str {
        &self.detail
    }

    /// What is wrong where, if that can be said.
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    pub(crate) fn into_violations(self) -> Vec<Violation> {
        self.violations
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.detail)?;
        self.violations.iter().try_for_each(|violation| write!(formatter, "; {violation}"))
    }
}

impl std::error::Error for Problem {}
