//! How a subscription ends, or the whole connection: a status, headers, and an error in the form of every error.

use api_core::dialect::Headers;
use http::StatusCode;
use serde_json::Value;

use crate::PlatformError;

/// The end of a subscription or of a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// An HTTP status; 204 is a normal end.
    pub status: u16,
    /// Header fields, as they are written.
    pub headers: Headers,
    /// An error as the services answer it, or null.
    pub body: Value,
}

impl Ending {
    /// Nothing more to say.
    pub fn normal() -> Self {
        Self { status: StatusCode::NO_CONTENT.as_u16(), headers: Headers::new(), body: Value::Null }
    }

    /// An error of this type.
    pub fn error(status: StatusCode, error_type: &str, description: &str) -> Self {
        let error = PlatformError::new(error_type, description);
        // Strings always have a JSON form.
        let body = serde_json::to_value(error).unwrap_or_default();
        Self { status: status.as_u16(), headers: Headers::new(), body }
    }

    /// The same with the time after which to come back.
    ///
    /// Clients look the field up in one case each: `Retry-After` or `retry-after`. So both are there.
    #[must_use]
    pub fn retry_after(mut self, seconds: &str) -> Self {
        for name in ["Retry-After", "retry-after"] {
            self.headers.insert(name.to_owned(), seconds.to_owned());
        }
        self
    }
}
