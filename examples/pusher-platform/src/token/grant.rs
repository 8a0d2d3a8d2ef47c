//! What an application allows the bearer of a token, before it is signed.

use serde_json::{Map, Value};

/// What a token is to say, apart from who signs it and when.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grant {
    pub(super) subject: Option<String>,
    pub(super) superuser: bool,
    pub(super) lifetime: Lifetime,
    pub(super) service_claims: Map<String, Value>,
}

impl Grant {
    /// The bearer acts as this user, with the permissions of that user.
    pub fn user(id: impl Into<String>) -> Self {
        Self { subject: Some(id.into()), ..Self::default() }
    }

    /// The bearer is the application's own server: every right, and no identity.
    pub fn superuser() -> Self {
        Self { superuser: true, ..Self::default() }
    }

    /// The bearer acts as this user, with every right.
    pub fn superuser_as(id: impl Into<String>) -> Self {
        Self { superuser: true, ..Self::user(id) }
    }

    /// The user the bearer acts as, if there is one.
    pub fn subject(&self) -> Option<&str> {
        self.subject.as_deref()
    }

    /// The same grant for another time than a day.
    #[must_use]
    pub fn lifetime(mut self, lifetime: Lifetime) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// The same grant with one more claim, which may replace one of the standard claims.
    #[must_use]
    pub fn claim(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.service_claims.insert(name.into(), value.into());
        self
    }
}

/// How long a token is good: at most a day, which is also the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lifetime {
    seconds: u64,
}

impl Lifetime {
    /// The longest lifetime there is: 24 hours.
    pub const MAX: Self = Self { seconds: 24 * 60 * 60 };

    /// A lifetime of that many seconds.
    ///
    /// # Errors
    ///
    /// When it is longer than [`Lifetime::MAX`].
    pub fn from_seconds(seconds: u64) -> Result<Self, LifetimeTooLong> {
        if seconds > Self::MAX.seconds {
            return Err(LifetimeTooLong { seconds });
        }
        Ok(Self { seconds })
    }

    /// The length in seconds.
    pub fn as_seconds(self) -> u64 {
        self.seconds
    }
}

impl Default for Lifetime {
    fn default() -> Self {
        Self::MAX
    }
}

/// A token was to be good for more than a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a token lives at most 86400 seconds, not {seconds}")]
pub struct LifetimeTooLong {
    /// How long it was to be good.
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
