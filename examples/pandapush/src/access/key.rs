//! A key of an application, as authentication needs it.

use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};
use subtle::ConstantTimeEq as _;

/// A key of an application. Its secret signs tokens and is a password itself.
#[derive(Debug, Clone)]
pub struct Key {
    /// The application it belongs to.
    pub application: String,
    /// Its id, unique within the deployment.
    pub id: String,
    /// Its secret. The bytes of the text are the key of the HMAC.
    pub secret: SecretString,
    /// When it stops working, or `None` for never.
    pub expires: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

impl Key {
    /// Returns whether `secret` is the secret of this key. The time that it takes does not depend on the difference.
    pub fn has_secret(&self, secret: &str) -> bool {
        self.secret.expose_secret().as_bytes().ct_eq(secret.as_bytes()).into()
    }

    /// Returns whether the key has expired at a time.
    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.expires.is_some_and(|expires| expires <= now)
    }

    /// Returns whether the key was revoked.
    pub fn is_revoked(&self) -> bool {
        self.revoked_at.is_some()
    }
}
