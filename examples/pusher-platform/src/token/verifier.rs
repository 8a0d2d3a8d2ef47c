//! Checks access tokens.

use std::collections::HashMap;
use std::fmt;

use secrecy::ExposeSecret;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::claims::{self, AccessToken};
use super::grant::{Lifetime, LifetimeTooLong};
use super::jwt::{Hs256, JwtError, Unverified};
use super::refresh::{RefreshError, RefreshToken};
use crate::{InstanceLocator, Key, error_types};

/// How far, in seconds, the clock of whoever made a token may be ahead of ours.
const CLOCK_DIFFERENCE: u64 = 60;

/// Checks access tokens of one instance against the keys of that instance.
#[derive(Clone)]
pub struct TokenVerifier {
    instance_id: String,
    keys: HashMap<String, Hs256>,
}

impl TokenVerifier {
    /// A verifier for this instance that accepts what any of these keys signed.
    pub fn new<'k>(locator: &InstanceLocator, keys: impl IntoIterator<Item = &'k Key>) -> Self {
        let verifying_key = |key: &Key| Hs256::new(key.secret().expose_secret().as_bytes());
        Self {
            instance_id: locator.instance_id().to_owned(),
            keys: keys.into_iter().map(|key| (key.id().to_owned(), verifying_key(key))).collect(),
        }
    }

    /// What the token says, once it is known to be genuine and good at `now`, in seconds since the epoch.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong with it, the signature before anything the token says about itself.
    pub fn verify(&self, token: &str, now: u64) -> Result<AccessToken, VerifyError> {
        let claims: AccessToken = self.verify_signature(token)?;
        if claims.instance != self.instance_id {
            return Err(VerifyError::OtherInstance);
        }
        verify_times(&claims, now)?;
        Ok(claims)
    }

    /// What a refresh token says, once it is known to be genuine, a refresh token, and this user's.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong with it: signature and issuer, then that it is no refresh token, then that it is another's.
    pub fn verify_refresh(&self, token: &str, subject: &str) -> Result<RefreshToken, RefreshError> {
        let claims: RefreshToken = self.verify_signature(token)?;
        if claims.instance != self.instance_id {
            return Err(VerifyError::OtherInstance.into());
        }
        if !claims.refresh {
            return Err(RefreshError::NoRefreshToken);
        }
        if claims.subject.as_deref() != Some(subject) {
            return Err(RefreshError::OtherUser);
        }
        Ok(claims)
    }

    fn verify_signature<C: DeserializeOwned>(&self, token: &str) -> Result<C, VerifyError> {
        let token = Unverified::parse(token)?;
        // Nothing of this is believed; it only says which key to try.
        let issuer: Issuer = token.claims()?;
        let key = claims::key_id(&issuer.iss).and_then(|id| self.keys.get(id)).ok_or(VerifyError::UnknownKey)?;
        Ok(token.verify(key)?)
    }
}

impl fmt::Debug for TokenVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenVerifier")
            .field("instance_id", &self.instance_id)
            .field("keys", &self.keys.keys())
            .finish_non_exhaustive()
    }
}

/// Why a token is not accepted. Never says more about the secret than that it does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// It is not three parts of base64 joined by dots.
    #[error("the access token is malformed")]
    Malformed,
    /// Its header is not that of an HS256 token.
    #[error("the access token is not signed with HS256")]
    Header,
    /// Its claims are not those of an access token.
    #[error("the access token lacks a claim, or has one of the wrong type")]
    Claims,
    /// It was signed with a key this instance does not have.
    #[error("the access token was signed with an unknown key")]
    UnknownKey,
    /// It was not signed with the key it names, or was changed afterwards.
    #[error("the signature of the access token does not fit")]
    Signature,
    /// It is good for another instance.
    #[error("the access token is for another instance")]
    OtherInstance,
    /// It is no longer good.
    #[error("the access token has expired")]
    Expired,
    /// It is not good yet.
    #[error("the access token is not valid yet")]
    NotYetValid,
    /// It was made to live longer than allowed.
    #[error("the access token lives too long: {0}")]
    Lifetime(#[from] LifetimeTooLong),
}

impl VerifyError {
    /// Whether the token was good once, so that fetching a new one helps.
    pub fn is_expired(self) -> bool {
        self == Self::Expired
    }

    /// Whether the token will be good later; a sign of clocks that differ.
    pub fn is_not_yet_valid(self) -> bool {
        self == Self::NotYetValid
    }

    /// Whether the token was never good, here or now.
    pub fn is_invalid(self) -> bool {
        !self.is_expired() && !self.is_not_yet_valid()
    }

    /// The type of the error a server answers.
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

#[derive(Deserialize)]
struct Issuer {
    iss: String,
}

fn verify_times(claims: &AccessToken, now: u64) -> Result<(), VerifyError> {
    if claims.expires_at <= now {
        return Err(VerifyError::Expired);
    }
    let latest_start = now.saturating_add(CLOCK_DIFFERENCE);
    if claims.issued_at > latest_start || claims.not_before.is_some_and(|start| start > latest_start) {
        return Err(VerifyError::NotYetValid);
    }
    Lifetime::from_seconds(claims.expires_at.saturating_sub(claims.issued_at))?;
    Ok(())
}
