//! Roles: what is allowed, everywhere or in one room, and to whom.

use api_core::Model;
use serde::{Deserialize, Serialize};

use super::id::RoomId;

/// Where a role counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Model)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// In the whole instance. A user has exactly one role of this scope.
    Global,
    /// In one room. A user may have one role of this scope in each room.
    Room,
}

/// A role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Role {
    /// The name; a global role and a room role may share it.
    pub name: String,
    /// Where the role counts.
    pub scope: Scope,
    /// The names of what it allows.
    pub permissions: Vec<String>,
}

/// A role as a user has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct AssignedRole {
    /// The role's name.
    #[serde(alias = "name")]
    pub role_name: String,
    /// Where the role counts.
    pub scope: Scope,
    /// The names of what it allows.
    pub permissions: Vec<String>,
    /// In which room, where the scope is a room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_id: Option<RoomId>,
}

/// Gives a user a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct AssignRole {
    /// The role's name.
    pub name: String,
    /// In which room; without one the global role is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_id: Option<RoomId>,
}

/// Which of a user's roles is meant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct RoleOf {
    /// The role in this room; without it the global role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_id: Option<RoomId>,
}

/// A change to what a role allows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct UpdatePermissions {
    /// What it allows from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub add_permissions: Option<Vec<String>>,
    /// What it no longer allows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remove_permissions: Option<Vec<String>>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_assigned_role_is_read_under_either_name() {
        for key in ["role_name", "name"] {
            let role: AssignedRole =
                serde_json::from_value(json!({key: "boss", "scope": "room", "permissions": [], "room_id": "r"}))
                    .unwrap();
            assert_eq!((role.role_name.as_str(), role.scope), ("boss", Scope::Room));
        }
    }
}
