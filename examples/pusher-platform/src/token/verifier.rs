//! The verification of tokens.

use std::collections::HashMap;
use std::fmt;

use secrecy::ExposeSecret;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::claims::{self, AccessToken};
use super::grant::Lifetime;
use super::jwt::{Hs256, Unverified};
use super::refresh::{RefreshError, RefreshToken};
use super::verify_error::VerifyError;
use crate::{InstanceLocator, Key};

/// The tolerated clock difference, in seconds: how far in the future a token may have been issued, and how much later
/// than [`Lifetime::MAX`] from now it may expire. A token of the full lifetime, from an issuer whose clock is a little
/// fast, is valid at once.
const CLOCK_DIFFERENCE: u64 = 60;

/// A verifier of one instance's tokens against the keys of the instance.
#[derive(Clone)]
pub struct TokenVerifier {
    instance_id: String,
    keys: HashMap<String, Hs256>,
}

impl TokenVerifier {
    /// Creates a verifier for this instance that accepts tokens signed with any of these keys.
    pub fn new<'k>(locator: &InstanceLocator, keys: impl IntoIterator<Item = &'k Key>) -> Self {
        let verifying_key = |key: &Key| Hs256::new(key.secret().expose_secret().as_bytes());
        Self {
            instance_id: locator.instance_id().to_owned(),
            keys: keys.into_iter().map(|key| (key.id().to_owned(), verifying_key(key))).collect(),
        }
    }

    /// Returns the claims of a token that is genuine and valid at `now`, in seconds since the Unix epoch.
    ///
    /// # Errors
    ///
    /// Returns an error for the first problem found. The signature is checked before the claims.
    pub fn verify(&self, token: &str, now: u64) -> Result<AccessToken, VerifyError> {
        let claims: AccessToken = self.verify_signature(token)?;
        if claims.instance != self.instance_id {
            return Err(VerifyError::OtherInstance);
        }
        verify_times(&claims, now)?;
        Ok(claims)
    }

    /// Returns the claims of a refresh token that is genuine and belongs to `subject`.
    ///
    /// # Errors
    ///
    /// Returns an error for the first problem found: signature and issuer, then instance, then the `refresh` claim,
    /// then the subject.
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
        // Unverified: it is used only to select the key.
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
    // Measured from now, as the service did. How long ago the token was issued does not matter.
    let latest_end = latest_start.saturating_add(Lifetime::MAX.as_seconds());
    if claims.expires_at > latest_end { Err(VerifyError::ExpiryTooFarAhead) } else { Ok(()) }
}
