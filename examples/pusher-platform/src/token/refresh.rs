//! Refresh tokens: handed out beside an access token, to ask for the next one with.

use serde::{Deserialize, Serialize};

use super::verifier::VerifyError;

/// The claims of a refresh token. It does not run out, and lets nobody into a service: an access token must have an expiry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefreshToken {
    /// The instance the token is good for.
    pub instance: String,
    /// Which key signed: `api_keys/` and the key id.
    #[serde(rename = "iss")]
    pub issuer: String,
    /// When the token was made, in seconds since the epoch.
    #[serde(rename = "iat")]
    pub issued_at: u64,
    /// Whose token it is.
    #[serde(rename = "sub", default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Whether it is a refresh token at all.
    #[serde(default)]
    pub refresh: bool,
}

/// Why a refresh token is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RefreshError {
    /// It is not genuine.
    #[error(transparent)]
    Token(#[from] VerifyError),
    /// It is another kind of token.
    #[error("the token is no refresh token")]
    NoRefreshToken,
    /// It belongs to another user.
    #[error("the refresh token is another user's")]
    OtherUser,
}
