//! The reasons why a token is rejected.

use super::grant::LifetimeTooLong;
use super::jwt::JwtError;
use crate::error_types;

/// The reason why a token is rejected. It reveals nothing about the secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// The token does not consist of three base64 parts joined by dots.
    #[error("the access token is malformed")]
    Malformed,
    /// The header is not that of an HS256 token.
    #[error("the access token is not signed with HS256")]
    Header,
    /// The claims are not those of an access token.
    #[error("the access token lacks a claim, or has one of the wrong type")]
    Claims,
    /// The token was signed with a key that the instance does not have.
    #[error("the access token was signed with an unknown key")]
    UnknownKey,
    /// The token was not signed with the key it names, or was changed afterwards.
    #[error("the signature of the access token is invalid")]
    Signature,
    /// The token is for another instance.
    #[error("the access token is for another instance")]
    OtherInstance,
    /// The token has expired.
    #[error("the access token has expired")]
    Expired,
    /// The token is not valid yet.
    #[error("the access token is not valid yet")]
    NotYetValid,
    /// The lifetime exceeds 24 h.
    #[error("the lifetime of the access token is too long: {0}")]
    Lifetime(#[from] LifetimeTooLong),
}

impl VerifyError {
    /// Whether the token was valid before, so that a new one helps.
    pub fn is_expired(self) -> bool {
        self == Self::Expired
    }

    /// Whether the token becomes valid later. This indicates that clocks differ.
    pub fn is_not_yet_valid(self) -> bool {
        self == Self::NotYetValid
    }

    /// Whether the token was never valid for this instance.
    pub fn is_invalid(self) -> bool {
        !self.is_expired() && !self.is_not_yet_valid()
    }

    /// Returns the error type of the server's response.
    pub fn error_type(self) -> &'static str {
        if self.is_expired() { error_types::TOKEN_EXPIRED } else { error_types::INVALID_TOKEN }
    }
}

impl From<JwtError> for VerifyError {
    fn from(error: JwtError) -> Self {
        match error {
            JwtError::Malformed => Self::Malformed,
            JwtError::Header => Self::Header,
            JwtError::Claims => Self::Claims,
            JwtError::Signature => Self::Signature,
        }
    }
}
