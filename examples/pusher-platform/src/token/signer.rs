//! The signing of tokens.

use std::fmt;

use secrecy::ExposeSecret;
use serde_json::{Map, Value, json};

use super::claims::{self, AccessToken};
use super::encoded::EncodedToken;
use super::grant::{Grant, Lifetime, LifetimeTooLong};
use super::jwt::Hs256;
use super::refresh::RefreshToken;
use crate::{InstanceLocator, Key};

/// A signer of one instance's tokens with one key.
#[derive(Clone)]
pub struct TokenSigner {
    instance_id: String,
    key_id: String,
    key: Hs256,
}

impl TokenSigner {
    /// Creates a signer for this instance with this key.
    pub fn new(locator: &InstanceLocator, key: &Key) -> Self {
        Self {
            instance_id: locator.instance_id().to_owned(),
            key_id: key.id().to_owned(),
            key: Hs256::new(key.secret().expose_secret().as_bytes()),
        }
    }

    /// Signs a token that is valid from `now`, in seconds since the Unix epoch.
    ///
    /// # Errors
    ///
    /// Returns an error if a claim of the grant replaces a standard claim by a value of another type, or sets the
    /// expiry more than 24 h after `now`.
    pub fn sign(&self, grant: &Grant, now: u64) -> Result<IssuedToken, SignError> {
        let claims: AccessToken =
            serde_json::from_value(Value::Object(self.claims(grant, now))).map_err(SignError::IllegalClaim)?;
        // A claim of the grant may have changed the expiry.
        let lifetime = Lifetime::from_seconds(claims.expires_at.saturating_sub(now))?;
        let token = self.key.sign(&claims).map_err(SignError::Signature)?;
        Ok(IssuedToken { token: EncodedToken::from(token), expires_in: lifetime.as_seconds() })
    }

    /// Signs a refresh token of this user. It does not expire.
    ///
    /// # Errors
    ///
    /// Returns an error if the signature cannot be computed.
    pub fn sign_refresh(&self, subject: &str, now: u64) -> Result<EncodedToken, SignError> {
        let claims = RefreshToken {
            instance: self.instance_id.clone(),
            issuer: claims::issuer(&self.key_id),
            issued_at: now,
            subject: Some(subject.to_owned()),
            refresh: true,
        };
        let token = self.key.sign(&claims).map_err(SignError::Signature)?;
        Ok(EncodedToken::from(token))
    }

    fn claims(&self, grant: &Grant, now: u64) -> Map<String, Value> {
        let mut claims = Map::new();
        claims.insert("instance".to_owned(), json!(self.instance_id));
        claims.insert("iss".to_owned(), json!(claims::issuer(&self.key_id)));
        claims.insert("iat".to_owned(), json!(now));
        claims.insert("exp".to_owned(), json!(now.saturating_add(grant.lifetime.as_seconds())));
        if let Some(subject) = &grant.subject {
            claims.insert("sub".to_owned(), json!(subject));
        }
        if grant.superuser {
            claims.insert("su".to_owned(), json!(true));
        }
        claims.extend(grant.service_claims.clone());
        claims
    }
}

impl fmt::Debug for TokenSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenSigner")
            .field("instance_id", &self.instance_id)
            .field("key_id", &self.key_id)
            .finish_non_exhaustive()
    }
}

/// A signed token and its lifetime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedToken {
    /// The token.
    pub token: EncodedToken,
    /// The lifetime in seconds.
    pub expires_in: u64,
}

/// The error of a token that cannot be signed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SignError {
    /// A claim of the grant replaces a standard claim by a value of another type.
    #[error("the claims of the grant are not those of an access token")]
    IllegalClaim(#[source] serde_json::Error),
    /// The claims of the grant extend the lifetime beyond 24 h.
    #[error(transparent)]
    Lifetime(#[from] LifetimeTooLong),
    /// The signature cannot be computed.
    #[error("the token could not be signed")]
    Signature(#[source] serde_json::Error),
}
