//! Refresh tokens: issued with an access token, and exchanged for the next one.

use serde::{Deserialize, Serialize};

use super::verify_error::VerifyError;

/// The claims of a refresh token. It does not expire. Services reject it, because an access token must have an expiry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefreshToken {
    /// The instance for which the token is valid.
    pub instance: String,
    /// The signing key: `api_keys/` and the key id.
    #[serde(rename = "iss")]
    pub issuer: String,
    /// When the token was issued, in seconds since the Unix epoch.
    #[serde(rename = "iat")]
    pub issued_at: u64,
    /// The user of the token.
    #[serde(rename = "sub", default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Whether it is a refresh token.
    #[serde(default)]
    pub refresh: bool,
}

/// The reason why a refresh token is rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RefreshError {
    /// The token is invalid.
    #[error(transparent)]
    Token(#[from] VerifyError),
    /// The token is not a refresh token.
    #[error("the token is not a refresh token")]
    NoRefreshToken,
    /// The token belongs to another user.
    #[error("the refresh token belongs to another user")]
    OtherUser,
}
