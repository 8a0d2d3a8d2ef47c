//! What a user may be allowed to do.

use std::fmt;

/// One thing a role may allow. The list is complete: unknown names are refused.
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
    /// Look at a room.
    RoomGet,
    /// Create rooms.
    RoomCreate,
    /// Change rooms.
    RoomUpdate,
    /// Delete rooms.
    RoomDelete,
    /// Read messages.
    RoomMessagesGet,
    /// Tell others that one is typing.
    RoomTypingIndicatorCreate,
    /// Watch who is online.
    PresenceSubscribe,
    /// Look at users.
    UserGet,
    /// List one's rooms.
    UserRoomsGet,
    /// Look at cursors.
    CursorsReadGet,
    /// Set one's cursors.
    CursorsReadSet,
    /// Download files.
    FileGet,
    /// Upload files.
    FileCreate,
}

impl Permission {
    /// All of them; the role `admin` from the start.
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

    /// The permission of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.name() == name)
    }

    /// The name used in roles.
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

    /// Whether the role `default`, which every user has, allows this from the start.
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
