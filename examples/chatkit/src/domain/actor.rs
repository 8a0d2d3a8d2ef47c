//! Who asks.

use pusher_platform::token::AccessToken;

use super::refusal::Refusal;
use crate::model::UserId;

/// Who asks, as a verified token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The user asking or asked for; nobody when the application's own server asks for itself.
    pub user: Option<UserId>,
    /// Whether every permission is given.
    pub superuser: bool,
}

impl Actor {
    /// A user with the permissions of its roles.
    pub fn user(id: impl Into<UserId>) -> Self {
        Self { user: Some(id.into()), superuser: false }
    }

    /// The application's own server.
    pub fn superuser() -> Self {
        Self { user: None, superuser: true }
    }

    /// The application's own server, in the name of a user.
    pub fn superuser_as(id: impl Into<UserId>) -> Self {
        Self { user: Some(id.into()), superuser: true }
    }

    /// Who acts.
    ///
    /// # Errors
    /// If it is the application's own server, for itself.
    pub fn identity(&self) -> Result<&UserId, Refusal> {
        self.user.as_ref().ok_or(Refusal::InvalidTokenSubject)
    }
}

impl From<&AccessToken> for Actor {
    fn from(token: &AccessToken) -> Self {
        Self { user: token.subject.as_deref().map(UserId::new), superuser: token.superuser }
    }
}
