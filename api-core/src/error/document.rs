//! Error documents: the structured form of error responses, and the formats that encode it.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use http::{HeaderMap, HeaderValue, StatusCode};
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::codec::json::{self, Writer};
use crate::model::Violation;

use super::problem::{METHOD_NOT_ALLOWED, NOT_FOUND, Problem, ProblemKind};

/// An error response before it is encoded in an [`ErrorFormat`].
///
/// ```
/// use api_core::error::{ErrorDocument, ErrorFormat, ProblemDetails};
/// use http::StatusCode;
///
/// let document = ErrorDocument::new(StatusCode::CONFLICT, "name_taken").described("the name is taken");
/// let body: serde_json::Value = serde_json::from_slice(&ProblemDetails.encode(&document)).unwrap();
/// assert_eq!(body["type"], "#name_taken");
/// assert_eq!(body["detail"], "the name is taken");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct ErrorDocument {
    /// The status, 400 to 599.
    pub status: StatusCode,
    /// The machine-readable kind, for example `room_not_found`.
    pub kind: Cow<'static, str>,
    /// A human-readable description, one sentence.
    pub description: Option<Cow<'static, str>>,
    /// The details of this kind of error.
    pub attributes: Option<Value>,
    /// The violated constraints.
    pub violations: Vec<Violation>,
    /// The retry delay. It is sent as `Retry-After` in whole seconds.
    pub retry_after: Option<Duration>,
    /// Further header fields of the response, for example a challenge in `www-authenticate`. A format does not read
    /// them: the variants of an error type do, see [`ErrorDetail`](super::ErrorDetail).
    pub headers: HeaderMap,
}

impl ErrorDocument {
    /// Creates a document with a status and a kind.
    pub fn new(status: StatusCode, kind: impl Into<Cow<'static, str>>) -> Self {
        let kind = kind.into();
        Self {
            status,
            kind,
            description: None,
            attributes: None,
            violations: Vec::new(),
            retry_after: None,
            headers: HeaderMap::new(),
        }
    }

    /// Sets the description.
    #[must_use]
    pub fn described(mut self, description: impl Into<Cow<'static, str>>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Sets the attributes. With a value that JSON cannot hold, the document becomes that of an internal error: without
    /// its details, a client would read the error as another one.
    pub(crate) fn set_attributes<T: Serialize + ?Sized>(&mut self, attributes: &T) {
        match json::check(attributes).and_then(|()| serde_json::to_value(attributes)) {
            Ok(value) => self.attributes = Some(value),
            Err(error) => self.become_internal(error),
        }
    }

    /// Makes it the document of an internal error, because a part of it cannot be encoded.
    pub(crate) fn become_internal(&mut self, error: impl fmt::Display) {
        let description = format!("the details of the error `{}` cannot be encoded: {error}", self.kind);
        *self = Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal").described(description);
    }
}

/// Writes the error in one line: description, kind, status.
impl fmt::Display for ErrorDocument {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.description {
            Some(description) => write!(formatter, "{description} ({}, {})", self.kind, self.status.as_u16()),
            None => write!(formatter, "{} ({})", self.kind, self.status.as_u16()),
        }
    }
}

/// A wire format of error documents. An API's error type selects one, also for the errors of the framework.
///
/// ```
/// use std::borrow::Cow;
///
/// use api_core::error::{ErrorDocument, ErrorFormat};
/// use http::{HeaderMap, StatusCode};
///
/// /// Sends the kind as plain text, and nothing else.
/// #[derive(Debug)]
/// struct Terse;
///
/// impl ErrorFormat for Terse {
///     fn media_type(&self) -> &'static str {
///         "text/plain"
///     }
///     fn encode(&self, document: &ErrorDocument) -> Vec<u8> {
///         document.kind.as_bytes().to_vec()
///     }
///     fn decode(&self, status: StatusCode, _: &HeaderMap, body: &[u8]) -> Option<ErrorDocument> {
///         String::from_utf8(body.to_vec()).ok().map(|kind| ErrorDocument::new(status, kind))
///     }
/// }
///
/// let document = ErrorDocument::new(StatusCode::CONFLICT, "name_taken");
/// assert_eq!(Terse.encode(&document), b"name_taken");
/// assert_eq!(Terse.decode(StatusCode::CONFLICT, &HeaderMap::new(), b"name_taken"), Some(document));
/// ```
pub trait ErrorFormat: fmt::Debug + Send + Sync + 'static {
    /// Returns the media type of the body.
    fn media_type(&self) -> &'static str;

    /// Returns the media type of one document's body, for a format that has several. By default it is
    /// [`ErrorFormat::media_type`].
    fn media_type_of(&self, document: &ErrorDocument) -> &'static str {
        let _ = document;
        self.media_type()
    }

    /// Returns whether a response names the kind of its error. If not, the status alone tells errors apart. Default:
    /// yes.
    fn has_kinds(&self) -> bool {
        true
    }

    /// Encodes a document as a body.
    fn encode(&self, document: &ErrorDocument) -> Vec<u8>;

    /// Returns the body of a problem of the framework whose document is the same for all requests, which need not be
    /// encoded. Default: `None`.
    fn constant_body(&self, problem: &Problem) -> Option<&'static str> {
        let _ = problem;
        None
    }

    /// Decodes a response that [`ErrorFormat::encode`] wrote. `None` if the body is not in this format.
    fn decode(&self, status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Option<ErrorDocument>;

    /// Returns the document of a problem of the framework. `path` is the request's, for kinds that name a service.
    fn problem(&self, problem: &Problem, path: &str) -> ErrorDocument {
        let _ = path;
        let mut document = ErrorDocument::new(problem.status(), problem.slug()).described(problem.sent_detail());
        document.violations = problem.violations().to_vec();
        document
    }
}

/// The default format: `application/problem+json` (RFC 9457).
///
/// The member `type` is the relative reference `#kind`. Details and violations are the extension members `attributes`
/// and `errors`.
#[derive(Debug, Clone, Copy, Default)]
pub struct ProblemDetails;

impl ErrorFormat for ProblemDetails {
    fn media_type(&self) -> &'static str {
        "application/problem+json"
    }

    fn encode(&self, document: &ErrorDocument) -> Vec<u8> {
        // An attacker can cause more of these responses than of any others, so they are written without copies.
        let title = document.status.canonical_reason().unwrap_or("Error");
        let mut json = Writer::into(Vec::with_capacity(capacity(document, title)));
        json.raw("{");
        if let Some(attributes) = &document.attributes {
            json.raw("\"attributes\":");
            json.value(attributes);
            json.raw(",");
        }
        if let Some(description) = &document.description {
            json.raw("\"detail\":");
            json.text(description);
            json.raw(",");
        }
        if !document.violations.is_empty() {
            json.raw("\"errors\":");
            json.value(&Errors(&document.violations));
            json.raw(",");
        }
        json.raw("\"status\":");
        json.integer(document.status.as_u16());
        json.raw(",\"title\":\"");
        json.raw(title);
        json.raw("\",\"type\":\"#");
        json.escaped(&document.kind);
        json.raw("\"}");
        json.finish().0
    }

    fn constant_body(&self, problem: &Problem) -> Option<&'static str> {
        constant_problem_details(problem)
    }

    fn decode(&self, status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Option<ErrorDocument> {
        let Value::Object(mut members) = serde_json::from_slice(body).ok()? else { return None };
        let Some(Value::String(kind)) = members.remove("type") else { return None };
        let mut document = ErrorDocument::new(status, kind.strip_prefix('#').unwrap_or(&kind).to_owned());
        if let Some(Value::String(detail)) = members.remove("detail") {
            document.description = Some(detail.into());
        }
        document.attributes = members.remove("attributes");
        if let Some(Value::Array(errors)) = members.remove("errors") {
            document.violations = errors.iter().filter_map(read_violation).collect();
        }
        document.retry_after = super::retry::retry_after(headers);
        Some(document)
    }
}

/// Returns the size of the buffer of one document, in bytes. It is exact for most: then the body needs no second
/// allocation, which counts where the memory ends.
fn capacity(document: &ErrorDocument, title: &str) -> usize {
    const AROUND: usize = r##"{"status":400,"title":"","type":"#"}"##.len();
    const DETAIL: usize = r#""detail":"","#.len();
    const OTHERS: usize = 256;
    let detail = document.description.as_ref().map_or(0, |detail| DETAIL + detail.len());
    let others = document.attributes.is_some() || !document.violations.is_empty();
    AROUND + title.len() + document.kind.len() + detail + if others { OTHERS } else { 0 }
}

/// Returns the document of the problems that do not depend on the request.
fn constant_problem_details(problem: &Problem) -> Option<&'static str> {
    Some(match (problem.kind(), problem.detail()) {
        (ProblemKind::NotFound, NOT_FOUND) => {
            r##"{"detail":"no route matches this path","status":404,"title":"Not Found","type":"#not_found"}"##
        }
        (ProblemKind::MethodNotAllowed(_), METHOD_NOT_ALLOWED) => concat!(
            r#"{"detail":"this path does not allow this method, see `Allow`","status":405,"#,
            r##""title":"Method Not Allowed","type":"#method_not_allowed"}"##
        ),
        _ => return None,
    })
}

/// The violations of a document.
struct Errors<'d>(&'d [Violation]);

impl Serialize for Errors<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Error<'d> {
            expected: &'d str,
            path: &'d str,
            problem: &'d str,
        }
        serializer.collect_seq(self.0.iter().map(|violation| Error {
            expected: &violation.expected,
            path: &violation.path,
            problem: &violation.problem,
        }))
    }
}

fn read_violation(value: &Value) -> Option<Violation> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    Some(Violation { path: text("path")?, problem: text("problem")?, expected: text("expected")? })
}

/// Returns the value of `Retry-After`, if the document has a retry delay.
pub(crate) fn retry_after_header(document: &ErrorDocument) -> Option<HeaderValue> {
    document.retry_after.map(|after| HeaderValue::from(after.as_secs()))
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, StatusCode};

    use super::{ErrorDocument, ErrorFormat, ProblemDetails};
    use crate::description::VerbSet;
    use crate::error::Problem;
    use crate::model::Violation;

    #[test]
    fn problem_details_reads_what_it_writes() {
        let mut document = ErrorDocument::new(StatusCode::CONFLICT, "name_taken").described("the name is taken");
        document.attributes = Some(serde_json::json!({ "name": "lobby" }));
        document.violations = vec![Violation {
            path: "/name".to_owned(),
            problem: "is taken".to_owned(),
            expected: "an unused name".to_owned(),
        }];
        let body = ProblemDetails.encode(&document);
        assert_eq!(ProblemDetails.decode(StatusCode::CONFLICT, &HeaderMap::new(), &body), Some(document));
    }

    #[test]
    fn a_constant_body_is_that_of_the_document() {
        let encoded = |problem: &Problem| ProblemDetails.encode(&ProblemDetails.problem(problem, "/"));
        for problem in [Problem::not_found(), Problem::method_not_allowed(VerbSet::EMPTY)] {
            let constant = ProblemDetails.constant_body(&problem).map(str::as_bytes);
            assert_eq!(constant, Some(encoded(&problem).as_slice()));
            assert_eq!(ProblemDetails.constant_body(&problem.with_story("a story")), None);
        }
        assert_eq!(ProblemDetails.constant_body(&Problem::internal("secret")), None);
    }

    #[test]
    fn a_document_is_escaped_json() {
        let mut document = ErrorDocument::new(StatusCode::BAD_REQUEST, "a\"b").described("c\\d\n");
        document.violations =
            vec![Violation { path: "/\"".to_owned(), problem: "p".to_owned(), expected: "e".to_owned() }];
        let read: serde_json::Value = serde_json::from_slice(&ProblemDetails.encode(&document)).unwrap();
        let expected = serde_json::json!({
            "type": "#a\"b", "title": "Bad Request", "status": 400, "detail": "c\\d\n",
            "errors": [{"path": "/\"", "problem": "p", "expected": "e"}],
        });
        assert_eq!(read, expected);
    }

    #[test]
    fn an_internal_detail_is_logged_and_not_sent() {
        let problem = Problem::internal("password of the database is wrong");
        let body = ProblemDetails.encode(&ProblemDetails.problem(&problem, "/"));
        assert!(!String::from_utf8_lossy(&body).contains("password"));
        assert!(problem.to_string().contains("password"), "logs need it");
    }
}
