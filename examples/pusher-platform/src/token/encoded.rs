//! A signed token as it travels.

use std::fmt;

use api_core::Model;
use serde::{Deserialize, Serialize};

/// A signed token in its compact form. Whoever holds it may use it, so `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(transparent)]
pub struct EncodedToken(String);

impl EncodedToken {
    /// The text that goes after `Bearer `.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same, owned.
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
