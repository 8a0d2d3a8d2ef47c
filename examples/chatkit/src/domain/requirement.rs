//! What an endpoint requires of its caller, by the names that the traits use.

use super::permission::Permission;

/// One thing that an endpoint requires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requirement {
    /// `su`: the application's own server, for itself or in the name of a user.
    Superuser,
    /// `subject`: somebody acts; a super-user without a name will not do.
    Subject,
    /// `self`: the user that the path names, or a super-user.
    Itself,
    /// `member`: a member of the room that the path names, or a super-user.
    Member,
    /// A permission: a user whose roles have it, or a super-user.
    Permission(Permission),
}

impl Requirement {
    /// The requirement of that name, if there is one.
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
