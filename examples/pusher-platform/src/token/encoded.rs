//! The encoded form of a signed token.

use std::fmt;

use api_core::Model;
use serde::{Deserialize, Serialize};

/// A signed token in its compact form. It is a bearer credential: `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(transparent)]
pub struct EncodedToken(String);

impl EncodedToken {
    /// Returns the text that follows `Bearer `.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the text, owned.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl From<String> for EncodedToken {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for EncodedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EncodedToken([REDACTED])")
    }
}
