//! The requirements of endpoints, by the names that the traits use.

use super::permission::Permission;

/// A requirement of an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requirement {
    /// `su`: the application's server, for itself or on behalf of a user.
    Superuser,
    /// `subject`: a user. A superuser without a subject is rejected.
    Subject,
    /// `self`: the user in the path, or a superuser.
    Itself,
    /// `member`: a member of the room in the path, or a superuser.
    Member,
    /// A permission: a user with a role that includes it, or a superuser.
    Permission(Permission),
}

impl Requirement {
    /// Returns the requirement of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "su" => Some(Self::Superuser),
            "subject" => Some(Self::Subject),
            "self" => Some(Self::Itself),
            "member" => Some(Self::Member),
            _ => Permission::from_name(name).map(Self::Permission),
        }
    }
}
