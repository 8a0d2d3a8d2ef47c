//! The content of a token before it is signed.

use serde_json::{Map, Value};

/// The content of a token, except for issuer and times.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grant {
    pub(super) subject: Option<String>,
    pub(super) superuser: bool,
    pub(super) lifetime: Lifetime,
    pub(super) service_claims: Map<String, Value>,
}

impl Grant {
    /// Creates a grant to act as this user, with the user's permissions.
    pub fn user(id: impl Into<String>) -> Self {
        Self { subject: Some(id.into()), ..Self::default() }
    }

    /// Creates a grant for the application's own server: every permission and no user.
    pub fn superuser() -> Self {
        Self { superuser: true, ..Self::default() }
    }

    /// Creates a grant to act as this user, with every permission.
    pub fn superuser_as(id: impl Into<String>) -> Self {
        Self { superuser: true, ..Self::user(id) }
    }

    /// Returns the user as whom the bearer acts.
    pub fn subject(&self) -> Option<&str> {
        self.subject.as_deref()
    }

    /// Sets the lifetime. Default: 24 h.
    #[must_use]
    pub fn lifetime(mut self, lifetime: Lifetime) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// Adds a claim. It takes precedence over a standard claim of the same name.
    #[must_use]
    pub fn claim(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.service_claims.insert(name.into(), value.into());
        self
    }
}

/// The lifetime of a token: at most 24 h, which is the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lifetime {
    seconds: u64,
}

impl Lifetime {
    /// The maximum lifetime: 24 h.
    pub const MAX: Self = Self { seconds: 24 * 60 * 60 };

    /// Creates a lifetime of `seconds`.
    ///
    /// # Errors
    ///
    /// Returns an error if it exceeds [`Lifetime::MAX`].
    pub fn from_seconds(seconds: u64) -> Result<Self, LifetimeTooLong> {
        if seconds > Self::MAX.seconds {
            return Err(LifetimeTooLong { seconds });
        }
        Ok(Self { seconds })
    }

    /// Returns the lifetime in seconds.
    pub fn as_seconds(self) -> u64 {
        self.seconds
    }
}

impl Default for Lifetime {
    fn default() -> Self {
        Self::MAX
    }
}

/// The error of a lifetime that exceeds [`Lifetime::MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the lifetime of a token is at most 86400 seconds, not {seconds}")]
pub struct LifetimeTooLong {
    /// The requested lifetime in seconds.
    pub seconds: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lifetime_is_at_most_a_day() {
        assert_eq!(Lifetime::from_seconds(86_400), Ok(Lifetime::MAX));
        assert_eq!(Lifetime::from_seconds(86_401), Err(LifetimeTooLong { seconds: 86_401 }));
    }
}
