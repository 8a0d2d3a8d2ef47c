//! Roles: named sets of permissions, and their assignment to users.

use api_core::Model;
use serde::{Deserialize, Serialize};

use super::id::RoomId;

/// The scope of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Model)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The whole instance. A user has exactly one global role.
    Global,
    /// One room. A user may have one such role per room.
    Room,
}

/// A role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Role {
    /// The name. A global role and a room role may have the same one.
    pub name: String,
    /// The scope.
    pub scope: Scope,
    /// The names of the role's permissions.
    pub permissions: Vec<String>,
}

/// A role that is assigned to a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct AssignedRole {
    /// The role's name.
    #[serde(alias = "name")]
    pub role_name: String,
    /// The scope.
    pub scope: Scope,
    /// The names of the role's permissions.
    pub permissions: Vec<String>,
    /// The room of a room role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_id: Option<RoomId>,
}

/// The assignment of a role to a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct AssignRole {
    /// The role's name.
    pub name: String,
    /// The room of a room role. Without it, the role is global.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_id: Option<RoomId>,
}

/// The query that selects one of a user's roles.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct RoleOf {
    /// The room of a room role. Without it, the global role is selected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_id: Option<RoomId>,
}

/// A change of a role's permissions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct UpdatePermissions {
    /// The permissions to be added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub add_permissions: Option<Vec<String>>,
    /// The permissions to be removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remove_permissions: Option<Vec<String>>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_assigned_role_is_parsed_with_either_name_field() {
        for key in ["role_name", "name"] {
            let role: AssignedRole =
                serde_json::from_value(json!({key: "boss", "scope": "room", "permissions": [], "room_id": "r"}))
                    .unwrap();
            assert_eq!((role.role_name.as_str(), role.scope), ("boss", Scope::Room));
        }
    }
}
