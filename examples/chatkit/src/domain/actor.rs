//! The caller of an operation.

use pusher_platform::token::AccessToken;

use super::refusal::Refusal;
use crate::model::UserId;

/// The caller of an operation, according to a verified token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The user who acts or is acted for. `None` for the application's server itself.
    pub user: Option<UserId>,
    /// Whether the actor has every permission.
    pub superuser: bool,
}

impl Actor {
    /// Creates an actor for a user with the permissions of its roles.
    pub fn user(id: impl Into<UserId>) -> Self {
        Self { user: Some(id.into()), superuser: false }
    }

    /// Creates an actor for the application's server.
    pub fn superuser() -> Self {
        Self { user: None, superuser: true }
    }

    /// Creates an actor for the application's server on behalf of a user.
    pub fn superuser_as(id: impl Into<UserId>) -> Self {
        Self { user: Some(id.into()), superuser: true }
    }

    /// Returns the acting user.
    ///
    /// # Errors
    /// Returns an error if the actor is the application's server itself.
    pub fn identity(&self) -> Result<&UserId, Refusal> {
        self.user.as_ref().ok_or(Refusal::MissingTokenSubject)
    }
}

impl From<&AccessToken> for Actor {
    fn from(token: &AccessToken) -> Self {
        Self { user: token.subject.as_deref().map(UserId::new), superuser: token.superuser }
    }
}
