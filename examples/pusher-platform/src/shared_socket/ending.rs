//! The end of a subscription or of the whole connection: a status, headers and an error.

use api_core::dialect::Headers;
use http::StatusCode;
use serde_json::Value;

use crate::PlatformError;

/// The end of a subscription or of a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// An HTTP status. 204 is a normal end.
    pub status: u16,
    /// Header fields, with their names as written.
    pub headers: Headers,
    /// An error in the platform's format, or null.
    pub body: Value,
}

impl Ending {
    /// Creates a normal end.
    pub fn normal() -> Self {
        Self { status: StatusCode::NO_CONTENT.as_u16(), headers: Headers::new(), body: Value::Null }
    }

    /// Creates an end with an error of this type.
    pub fn error(status: StatusCode, error_type: &str, description: &str) -> Self {
        let error = PlatformError::new(error_type, description);
        // Strings always serialize.
        let body = serde_json::to_value(error).unwrap_or_default();
        Self { status: status.as_u16(), headers: Headers::new(), body }
    }

    /// Adds `Retry-After`.
    ///
    /// The field is written both as `Retry-After` and `retry-after`: each published client looks up one of the two
    /// (`PROTOCOL.md` §5.1).
    #[must_use]
    pub fn retry_after(mut self, seconds: &str) -> Self {
        for name in ["Retry-After", "retry-after"] {
            self.headers.insert(name.to_owned(), seconds.to_owned());
        }
        self
    }
}
