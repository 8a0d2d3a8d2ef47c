//! The permissions.

use std::fmt;

/// A permission that a role may include. The list is complete: unknown names are rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// Send messages.
    MessageCreate,
    /// Join rooms.
    RoomJoin,
    /// Leave rooms.
    RoomLeave,
    /// Add others to a room.
    RoomMembersAdd,
    /// Remove others from a room.
    RoomMembersRemove,
    /// Read a room.
    RoomGet,
    /// Create rooms.
    RoomCreate,
    /// Change rooms.
    RoomUpdate,
    /// Delete rooms.
    RoomDelete,
    /// Read messages.
    RoomMessagesGet,
    /// Notify others of one's typing.
    RoomTypingIndicatorCreate,
    /// Subscribe to the online state of users.
    PresenceSubscribe,
    /// Read users.
    UserGet,
    /// List one's own rooms.
    UserRoomsGet,
    /// Read cursors.
    CursorsReadGet,
    /// Set one's own cursors.
    CursorsReadSet,
    /// Download files.
    FileGet,
    /// Upload files.
    FileCreate,
}

impl Permission {
    /// All permissions, which the role `admin` has initially.
    pub const ALL: [Self; 18] = [
        Self::MessageCreate,
        Self::RoomJoin,
        Self::RoomLeave,
        Self::RoomMembersAdd,
        Self::RoomMembersRemove,
        Self::RoomGet,
        Self::RoomCreate,
        Self::RoomUpdate,
        Self::RoomDelete,
        Self::RoomMessagesGet,
        Self::RoomTypingIndicatorCreate,
        Self::PresenceSubscribe,
        Self::UserGet,
        Self::UserRoomsGet,
        Self::CursorsReadGet,
        Self::CursorsReadSet,
        Self::FileGet,
        Self::FileCreate,
    ];

    /// Returns the permission of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.name() == name)
    }

    /// Returns the name used in roles.
    pub fn name(self) -> &'static str {
        match self {
            Self::MessageCreate => "message:create",
            Self::RoomJoin => "room:join",
            Self::RoomLeave => "room:leave",
            Self::RoomMembersAdd => "room:members:add",
            Self::RoomMembersRemove => "room:members:remove",
            Self::RoomGet => "room:get",
            Self::RoomCreate => "room:create",
            Self::RoomUpdate => "room:update",
            Self::RoomDelete => "room:delete",
            Self::RoomMessagesGet => "room:messages:get",
            Self::RoomTypingIndicatorCreate => "room:typing_indicator:create",
            Self::PresenceSubscribe => "presence:subscribe",
            Self::UserGet => "user:get",
            Self::UserRoomsGet => "user:rooms:get",
            Self::CursorsReadGet => "cursors:read:get",
            Self::CursorsReadSet => "cursors:read:set",
            Self::FileGet => "file:get",
            Self::FileCreate => "file:create",
        }
    }

    /// Whether the role `default`, which every user has, includes the permission initially.
    pub fn is_default(self) -> bool {
        !matches!(self, Self::RoomUpdate | Self::RoomDelete)
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_is_found_by_its_name() {
        for permission in Permission::ALL {
            assert_eq!(Permission::from_name(permission.name()), Some(permission));
        }
        assert_eq!(Permission::from_name("room:paint"), None);
    }
}
