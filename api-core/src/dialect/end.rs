//! The end of a subscription.

use serde_json::Value;

use super::Headers;

/// The end of a subscription. It is a value also if its status is an error.
///
/// ```
/// use api_core::End;
///
/// let end = End::because(410, "the room was deleted");
/// assert!(!end.is_normal());
/// assert_eq!(end.body["error"], "the room was deleted");
/// assert_eq!(End::shutdown().header("retry-after"), Some("1"));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct End {
    /// An HTTP status. 204 is a normal end.
    pub status: u16,
    /// Header fields of the end, for example `Retry-After`.
    pub headers: Headers,
    /// The body: a description of the error if the status is 400 or greater, otherwise usually `null`.
    pub body: Value,
}

impl End {
    /// Creates a normal end: status 204, no body.
    pub fn normal() -> Self {
        Self { status: 204, headers: Headers::new(), body: Value::Null }
    }

    /// Creates an end with a status and a reason. The body is `{"error": reason}`.
    pub fn because(status: u16, reason: &str) -> Self {
        Self { status, headers: Headers::new(), body: serde_json::json!({ "error": reason }) }
    }

    /// Creates the end of a server that shuts down: 503, `Retry-After: 1`.
    pub fn shutdown() -> Self {
        let mut end = Self::because(503, "the server is shutting down");
        end.headers.insert("Retry-After".to_owned(), "1".to_owned());
        end
    }

    /// Creates the end of a subscriber that read too slowly: 503.
    pub fn lagged() -> Self {
        Self::because(503, "the subscriber read the events too slowly")
    }

    /// Creates the end of a source that panicked or whose events cannot be encoded: 500.
    pub fn failed() -> Self {
        Self::because(500, "the server failed")
    }

    /// Creates the end of a source that read another event stream, which was lost: 502.
    pub fn upstream_lost() -> Self {
        Self::because(502, "the upstream event stream was lost")
    }

    /// Returns whether it is a normal end: a status from 200 to 299.
    pub fn is_normal(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Returns the value of a header field. The case of `name` is ignored.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}
