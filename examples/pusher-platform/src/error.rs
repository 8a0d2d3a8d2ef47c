//! The body of an error response.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// The base address of the documentation of error types. The type is appended to it.
pub const ERROR_URI_BASE: &str = "https://docs.pusher.com/errors/";

/// An error as the platform's services send it.
///
/// The first three fields are always sent: one published client rejects a body without any of them (`PROTOCOL.md` §3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlatformError {
    /// The machine-readable type, e.g. `services/chatkit/not_found/user_not_found`.
    pub error: String,
    /// A description in one sentence.
    #[serde(default)]
    pub error_description: Option<String>,
    /// The address of the type's documentation.
    #[serde(default, deserialize_with = "text_or_null")]
    pub error_uri: String,
    /// Details specific to the type. Omitted if there are none: one published client reads only bodies whose values are
    /// all strings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_attributes: Option<Value>,
}

impl PlatformError {
    /// Creates an error of this type, with the address of its documentation and without attributes.
    pub fn new(error_type: impl Into<String>, description: impl Into<String>) -> Self {
        let error = error_type.into();
        Self {
            error_uri: format!("{ERROR_URI_BASE}{error}"),
            error,
            error_description: Some(description.into()),
            error_attributes: None,
        }
    }

    /// Sets the attributes.
    #[must_use]
    pub fn with_attributes(mut self, attributes: Value) -> Self {
        self.error_attributes = Some(attributes);
        self
    }
}

impl std::error::Error for PlatformError {}

impl fmt::Display for PlatformError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.error_description {
            Some(description) => write!(f, "{} ({})", description, self.error),
            None => f.write_str(&self.error),
        }
    }
}

fn text_or_null<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_error_without_attributes_has_exactly_three_strings() {
        let error = PlatformError::new("authentication/expired", "The access token has expired.");
        assert_eq!(
            serde_json::to_value(error).unwrap(),
            json!({
                "error": "authentication/expired",
                "error_description": "The access token has expired.",
                "error_uri": "https://docs.pusher.com/errors/authentication/expired",
            })
        );
    }

    #[test]
    fn attributes_are_sent_unless_empty() {
        let error = PlatformError::new("a/b", "c").with_attributes(json!({"field": "name"}));
        let sent = serde_json::to_value(&error).unwrap();
        assert_eq!(sent["error_attributes"], json!({"field": "name"}));
        assert_eq!(serde_json::from_value::<PlatformError>(sent).unwrap(), error);
    }

    #[test]
    fn missing_fields_of_other_servers_are_accepted() {
        for sent in [
            json!({"error": "a/b"}),
            json!({"error": "a/b", "error_description": null, "error_uri": ""}),
            json!({"error": "a/b", "error_description": null, "error_uri": null}),
            json!({"error": "a/b", "unknown": 1}),
        ] {
            let error: PlatformError = serde_json::from_value(sent).unwrap();
            assert_eq!(error.to_string(), "a/b");
        }
    }
}
