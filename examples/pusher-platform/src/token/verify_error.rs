//! The reasons why a token is rejected.

use super::grant::Lifetime;
use super::jwt::JwtError;
use crate::error_types;

/// The reason why a token is rejected. It reveals nothing about the secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// The token does not consist of three base64 parts joined by dots.
    #[error("Could not parse the token: it is not three base64 parts joined by dots")]
    Malformed,
    /// The header is not that of an HS256 token.
    #[error("Could not parse the token: it is not signed with HS256")]
    Header,
    /// The claims are not those of an access token.
    #[error("Could not parse the token: it lacks a claim, or has one of the wrong type")]
    Claims,
    /// The token was signed with a key that the instance does not have.
    #[error("Could not parse the token: it is signed with a key that the instance does not have")]
    UnknownKey,
    /// The token was not signed with the key it names, or was changed afterwards.
    #[error("Could not parse the token: its signature does not match the key")]
    Signature,
    /// The token is for another instance.
    #[error("Instance ID in the path and the access token don't match")]
    OtherInstance,
    /// The token has expired.
    #[error("The token has expired")]
    Expired,
    /// The token is not valid yet.
    #[error("The token is not valid yet")]
    NotYetValid,
    /// The token expires more than 24 h from now.
    #[error("Token exp (expiry) may be no more than {}s in the future", Lifetime::MAX.as_seconds())]
    ExpiryTooFarAhead,
}

impl VerifyError {
    /// Whether the token was valid before, so that a new one helps.
    pub fn is_expired(self) -> bool {
        self == Self::Expired
    }

    /// Whether the token becomes valid later. This indicates that clocks differ.
    pub fn is_not_yet_valid(self) -> bool {
        matches!(self, Self::NotYetValid | Self::ExpiryTooFarAhead)
    }

    /// Whether the token was never valid for this instance.
    pub fn is_invalid(self) -> bool {
        !self.is_expired() && !self.is_not_yet_valid()
    }

    /// Returns the error type of the server's response.
    pub fn error_type(self) -> &'static str {
        match self {
            Self::Expired => error_types::TOKEN_EXPIRED,
            Self::ExpiryTooFarAhead => error_types::EXPIRY_TOO_FAR_AHEAD,
            _ => error_types::INVALID_TOKEN,
        }
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
