//! Problems: the errors that the framework answers with itself.

use std::borrow::Cow;
use std::fmt;

use http::StatusCode;

use crate::body::{BodyTimeout, BodyTooLarge, caused_by};
use crate::description::VerbSet;
use crate::model::{Shape, Violation, ViolationList, cut};

/// Maximum size of the detail of a problem, in bytes. A longer one, which repeats text of a peer, is cut in its middle.
const LARGEST_DETAIL: usize = 1024;

/// The descriptions of problems whose documents do not depend on the request.
pub(super) const NOT_FOUND: &str = "no route matches this path";
pub(super) const METHOD_NOT_ALLOWED: &str = "this path does not allow this method, see `Allow`";

/// The description of an internal problem for the response.
const INTERNAL: &str = "internal server error";

/// An error that the framework answers with, before or instead of a handler.
///
/// It is encoded in the API's [`ErrorFormat`](super::ErrorFormat). What it repeats of a request is cut: its detail has
/// at most 1 KiB, its violations are at most 64 and have at most 16 KiB.
///
/// ```
/// use api_core::error::{ErrorFormat, Problem, ProblemDetails};
///
/// let problem = Problem::body_too_large(1024);
/// assert_eq!((problem.status().as_u16(), problem.slug()), (413, "body_too_large"));
/// let document = ProblemDetails.problem(&problem, "/v1/rooms");
/// assert_eq!(document.description.as_deref(), Some("the body is larger than 1024 bytes"));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    kind: ProblemKind,
    detail: Cow<'static, str>,
    violations: Vec<Violation>,
}

/// The kind of a problem, which decides the status of the response.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProblemKind {
    /// No route matches the path: 404.
    NotFound,
    /// A path segment does not fit the type of its capture: 400.
    InvalidCapture,
    /// The path does not allow the method: 405, with the allowed methods.
    MethodNotAllowed(VerbSet),
    /// No media type of the response is acceptable: 406.
    NotAcceptable,
    /// The media type of the body is not supported: 415, with the supported ones, separated by commas.
    UnsupportedMediaType(Box<str>),
    /// The content coding of the body is not supported: 415, with the supported ones.
    UnsupportedContentCoding(&'static str),
    /// Query keys or header fields are missing or invalid: 400, with a violation for each.
    InvalidParameters,
    /// The request target or `Host` is malformed: 400.
    MalformedRequest,
    /// A route written by hand does not understand the request: 400.
    BadRequest,
    /// The body is larger than the limit: 413.
    BodyTooLarge,
    /// The body arrived too slowly: 408.
    BodyTimeout,
    /// The body is malformed or incomplete: 400.
    MalformedBody,
    /// The body has the types of the endpoint, but violates its constraints, or a form has missing or invalid fields:
    /// 422, with all violations.
    InvalidBody,
    /// The body is well-formed, but has other types than the endpoint: 422, with all violations.
    MistypedBody,
    /// A condition of the request does not hold: 412.
    PreconditionFailed,
    /// The range is outside of the content: 416, with its length.
    RangeNotSatisfiable(u64),
    /// A header field is out of range: 422.
    OutOfRange,
    /// The endpoint opens a WebSocket, and the request does not ask for one: 426.
    UpgradeRequired,
    /// The WebSocket handshake is malformed or not supported: 400, 426 or 501, with the supported version.
    Handshake(StatusCode),
    /// Pages of the request's origin may not open WebSockets: 403.
    OriginNotAllowed,
    /// The server shuts down: 503. It ends a subscription.
    ShuttingDown,
    /// 503: too many bytes wait to be sent to other clients.
    Overloaded,
    /// The reader of a subscription was too slow: 503. It ends the subscription.
    ReaderTooSlow,
    /// The event stream behind a subscription was lost: 502. It ends the subscription.
    UpstreamLost,
    /// A handler panicked or the server failed: 500. The detail is logged and not sent.
    Internal,
}

impl Problem {
    /// Creates the problem of a path that no route matches.
    pub fn not_found() -> Self {
        Self::new(ProblemKind::NotFound, NOT_FOUND)
    }

    /// Creates the problem of a method that the path does not allow. `allowed`: the methods that it allows.
    pub fn method_not_allowed(allowed: VerbSet) -> Self {
        Self::new(ProblemKind::MethodNotAllowed(allowed), METHOD_NOT_ALLOWED)
    }

    /// Creates the problem of a response that is not acceptable. `offered`: the media types of the response.
    pub fn not_acceptable(offered: &[&'static str]) -> Self {
        Self::new(ProblemKind::NotAcceptable, format!("`Accept` allows none of: {}", offered.join(", ")))
    }

    /// Creates the problem of a body whose media type is not supported. `accepted`: the supported media types,
    /// separated by commas.
    pub fn unsupported_media_type(accepted: impl Into<Box<str>>) -> Self {
        let accepted = accepted.into();
        let one_of = if accepted.contains(',') { "one of: " } else { "" };
        let detail = format!("the media type of the body must be {one_of}{accepted}");
        Self::new(ProblemKind::UnsupportedMediaType(accepted), detail)
    }

    /// Creates the problem of a body whose content coding is not supported.
    pub fn unsupported_content_coding(accepted: &'static str) -> Self {
        Self::new(
            ProblemKind::UnsupportedContentCoding(accepted),
            format!("the content coding of the body must be one of: {accepted}"),
        )
    }

    /// Creates the problem of a path segment that does not fit its capture.
    ///
    /// `name`: that of the capture. `found`: the segment, of which the first 80 characters are reported. `shape`: the
    /// expected shape.
    pub fn invalid_capture(name: &str, found: &str, shape: &Shape) -> Self {
        let violation = Violation {
            path: format!("/path/{name}"),
            problem: format!("is `{}`", found.chars().take(80).collect::<String>()),
            expected: match shape.without_newtypes() {
                Shape::Enum(one) => one.expected_names(),
                _ => shape.to_string(),
            },
        };
        Self::new(ProblemKind::InvalidCapture, "a path parameter is not valid").with_violations(vec![violation])
    }

    /// Creates the problem of query keys or header fields that are missing or invalid.
    pub fn invalid_parameters(violations: Vec<Violation>) -> Self {
        Self::new(ProblemKind::InvalidParameters, "parameters are missing or not valid").with_violations(violations)
    }

    /// Creates the problem of a body of more than `limit` bytes.
    pub fn body_too_large(limit: usize) -> Self {
        Self::new(ProblemKind::BodyTooLarge, format!("the body is larger than {limit} bytes"))
    }

    /// Creates the problem of a body that arrived too slowly.
    pub fn body_timeout() -> Self {
        Self::new(ProblemKind::BodyTimeout, "the body arrived too slowly")
    }

    /// Creates the problem of a body that is incomplete, because its connection failed.
    pub fn body_broken() -> Self {
        Self::new(ProblemKind::MalformedBody, "the body is incomplete")
    }

    /// Creates the problem of a malformed request target or `Host`.
    pub fn malformed_request(reason: &'static str) -> Self {
        Self::new(ProblemKind::MalformedRequest, reason)
    }

    /// Creates the problem of a request that a route written by hand does not understand. It is final: no other route
    /// is tried. The reason is sent.
    ///
    /// ```
    /// use api_core::error::Problem;
    ///
    /// let problem = Problem::bad_request("`X-Version` must be 1 or 2");
    /// assert_eq!((problem.status().as_u16(), problem.slug()), (400, "bad_request"));
    /// ```
    pub fn bad_request(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ProblemKind::BadRequest, reason)
    }

    /// Returns the problem that caused an error of a body or a service: one in the error's chain, or that of a body
    /// that was too large or too slow. `None` if nothing of the framework is in the chain.
    ///
    /// So a problem keeps its status although layers wrap its error in errors of their own.
    ///
    /// ```
    /// use api_core::BoxError;
    /// use api_core::body::BodyTooLarge;
    /// use api_core::error::Problem;
    ///
    /// let error = BoxError::from(std::io::Error::other(BodyTooLarge { limit: 1024 }));
    /// assert_eq!(Problem::caused_by(error.as_ref()).unwrap().status(), 413);
    /// ```
    pub fn caused_by(error: &(dyn std::error::Error + 'static)) -> Option<Self> {
        if let Some(problem) = caused_by::<Self>(error) {
            return Some(problem.clone());
        }
        if let Some(BodyTooLarge { limit }) = caused_by(error) {
            return Some(Self::body_too_large(*limit));
        }
        caused_by::<BodyTimeout>(error).map(|_| Self::body_timeout())
    }

    /// Creates the problem of a malformed body.
    pub fn malformed_body(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ProblemKind::MalformedBody, reason)
    }

    /// Creates the problem of a well-formed body that has other types than the endpoint. It may violate constraints
    /// too.
    pub fn mistyped_body(reason: impl Into<Cow<'static, str>>, violations: Vec<Violation>) -> Self {
        Self::new(ProblemKind::MistypedBody, reason).with_violations(violations)
    }

    /// Creates the problem of a body that has the types of the endpoint, but violates its constraints.
    pub fn invalid_body(reason: impl Into<Cow<'static, str>>, violations: Vec<Violation>) -> Self {
        Self::new(ProblemKind::InvalidBody, reason).with_violations(violations)
    }

    /// Creates the problem of header fields that are out of range.
    pub fn out_of_range(violations: Vec<Violation>) -> Self {
        Self::new(ProblemKind::OutOfRange, "a header field is out of range").with_violations(violations)
    }

    /// Creates the problem of a request with a condition that does not hold (RFC 9110 §15.5.13).
    pub fn precondition_failed() -> Self {
        Self::new(ProblemKind::PreconditionFailed, "the current version is not the one that the request names")
    }

    /// Creates the problem of a range outside of the content (RFC 9110 §15.5.17). `length`: that of the content in
    /// bytes.
    pub fn range_not_satisfiable(length: u64) -> Self {
        let detail = format!("the range is outside of the content, which has {length} bytes");
        Self::new(ProblemKind::RangeNotSatisfiable(length), detail)
    }

    /// Creates the problem of a request that does not ask for a WebSocket, although its endpoint opens one.
    pub fn upgrade_required() -> Self {
        Self::new(ProblemKind::UpgradeRequired, "this endpoint opens a WebSocket: send `Upgrade: websocket`")
    }

    /// Creates the problem of a WebSocket handshake that is malformed or not supported.
    pub fn handshake(status: StatusCode, detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ProblemKind::Handshake(status), detail)
    }

    /// Creates the problem of a page whose origin may not open WebSockets.
    pub fn origin_not_allowed() -> Self {
        Self::new(ProblemKind::OriginNotAllowed, "this origin is not allowed to open WebSockets")
    }

    /// Creates the problem of a server that holds too many bytes for other clients.
    pub fn overloaded() -> Self {
        Self::new(ProblemKind::Overloaded, "the server has too much to send: try again later")
    }

    /// Creates the problem of a subscription that a shutdown ends.
    pub fn shutting_down() -> Self {
        Self::new(ProblemKind::ShuttingDown, "the server is shutting down")
    }

    /// Creates the problem of a subscription whose reader was too slow.
    pub fn reader_too_slow() -> Self {
        Self::new(ProblemKind::ReaderTooSlow, "the subscriber read the events too slowly")
    }

    /// Creates the problem of a subscription whose own source was lost.
    pub fn upstream_lost() -> Self {
        Self::new(ProblemKind::UpstreamLost, "the upstream event stream was lost")
    }

    /// Creates the problem of a server that failed. The detail is for logs.
    pub fn internal(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ProblemKind::Internal, detail)
    }

    fn new(kind: ProblemKind, detail: impl Into<Cow<'static, str>>) -> Self {
        let detail = match detail.into() {
            Cow::Owned(detail) => Cow::Owned(cut(detail, LARGEST_DETAIL)),
            known @ Cow::Borrowed(_) => known,
        };
        Self { kind, detail, violations: Vec::new() }
    }

    /// Adds the steps of routing to the detail, for a server under development. Nothing if there are none.
    pub(crate) fn with_story(self, story: &str) -> Self {
        if story.is_empty() { self } else { Self::new(self.kind, format!("{}\n{story}", self.detail)) }
    }

    fn with_violations(mut self, violations: Vec<Violation>) -> Self {
        self.violations = ViolationList::bounded(violations).violations;
        self
    }

    /// Returns the kind.
    pub fn kind(&self) -> &ProblemKind {
        &self.kind
    }

    /// Returns the status of the response.
    pub fn status(&self) -> StatusCode {
        match self.kind {
            ProblemKind::NotFound => StatusCode::NOT_FOUND,
            ProblemKind::MethodNotAllowed(_) => StatusCode::METHOD_NOT_ALLOWED,
            ProblemKind::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            ProblemKind::UnsupportedMediaType(_) | ProblemKind::UnsupportedContentCoding(_) => {
                StatusCode::UNSUPPORTED_MEDIA_TYPE
            }
            ProblemKind::InvalidCapture
            | ProblemKind::InvalidParameters
            | ProblemKind::MalformedRequest
            | ProblemKind::BadRequest
            | ProblemKind::MalformedBody => StatusCode::BAD_REQUEST,
            ProblemKind::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            ProblemKind::BodyTimeout => StatusCode::REQUEST_TIMEOUT,
            ProblemKind::PreconditionFailed => StatusCode::PRECONDITION_FAILED,
            ProblemKind::RangeNotSatisfiable(_) => StatusCode::RANGE_NOT_SATISFIABLE,
            ProblemKind::InvalidBody | ProblemKind::MistypedBody | ProblemKind::OutOfRange => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            ProblemKind::UpgradeRequired => StatusCode::UPGRADE_REQUIRED,
            ProblemKind::Handshake(status) => status,
            ProblemKind::OriginNotAllowed => StatusCode::FORBIDDEN,
            ProblemKind::ShuttingDown | ProblemKind::Overloaded | ProblemKind::ReaderTooSlow => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            ProblemKind::UpstreamLost => StatusCode::BAD_GATEWAY,
            ProblemKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Returns the machine-readable kind, for example `not_found`. It does not change between versions.
    pub fn slug(&self) -> &'static str {
        match self.kind {
            ProblemKind::NotFound => "not_found",
            ProblemKind::InvalidCapture => "invalid_capture",
            ProblemKind::MethodNotAllowed(_) => "method_not_allowed",
            ProblemKind::NotAcceptable => "not_acceptable",
            ProblemKind::UnsupportedMediaType(_) => "unsupported_media_type",
            ProblemKind::UnsupportedContentCoding(_) => "unsupported_content_coding",
            ProblemKind::InvalidParameters => "invalid_parameters",
            ProblemKind::MalformedRequest => "malformed_request",
            ProblemKind::BadRequest => "bad_request",
            ProblemKind::BodyTooLarge => "body_too_large",
            ProblemKind::BodyTimeout => "body_timeout",
            ProblemKind::MalformedBody => "malformed_body",
            ProblemKind::InvalidBody | ProblemKind::MistypedBody => "invalid_body",
            ProblemKind::PreconditionFailed => "precondition_failed",
            ProblemKind::RangeNotSatisfiable(_) => "range_not_satisfiable",
            ProblemKind::OutOfRange => "out_of_range",
            ProblemKind::UpgradeRequired => "upgrade_required",
            ProblemKind::Handshake(_) => "invalid_handshake",
            ProblemKind::OriginNotAllowed => "origin_not_allowed",
            ProblemKind::ShuttingDown => "shutting_down",
            ProblemKind::Overloaded => "overloaded",
            ProblemKind::ReaderTooSlow => "reader_too_slow",
            ProblemKind::UpstreamLost => "upstream_lost",
            ProblemKind::Internal => "internal",
        }
    }

    /// Returns a human-readable description for the response. It does not reveal the detail of an internal problem.
    pub fn detail(&self) -> &str {
        if self.kind == ProblemKind::Internal { INTERNAL } else { &self.detail }
    }

    /// Returns the description for the response. A constant one is not copied.
    pub(super) fn sent_detail(&self) -> Cow<'static, str> {
        if self.kind == ProblemKind::Internal { Cow::Borrowed(INTERNAL) } else { self.detail.clone() }
    }

    /// Returns a human-readable description for logs.
    pub fn internal_detail(&self) -> &str {
        &self.detail
    }

    /// Returns the violated constraints. Empty if the kind has none.
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
