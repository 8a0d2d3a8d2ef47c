//! Why a subscription ended.

use serde_json::Value;

use super::EventHeaders;

/// The end of a subscription: an ordinary value, also when it is an error.
#[derive(Debug, Clone, PartialEq)]
pub struct End {
    /// An HTTP status; 204 is a normal end.
    pub status: u16,
    /// Header fields of the end, `Retry-After` for instance.
    pub headers: EventHeaders,
    /// What else is said, in the form of the API's errors for statuses from 400.
    pub body: Value,
}

impl End {
    /// Nothing more to say.
    pub fn normal() -> Self {
        Self { status: 204, headers: EventHeaders::new(), body: Value::Null }
    }

    /// An end with a status and a sentence, in the simplest body.
    pub fn because(status: u16, reason: &str) -> Self {
        Self { status, headers: EventHeaders::new(), body: serde_json::json!({ "error": reason }) }
    }

    /// The server goes away; come back soon.
    pub fn shutdown() -> Self {
        let mut end = Self::because(503, "the server is shutting down");
        end.headers.insert("Retry-After".to_owned(), "1".to_owned());
        end
    }

    /// The subscriber read too slowly.
    pub fn lagged() -> Self {
        Self::because(503, "the subscriber read more slowly than events came")
    }

    /// Whether it is a normal end and not an error.
    pub fn is_normal(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The value of a header field, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}
