//! The table of roles.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::permission::Permission;
use crate::model::{RoomId, Scope};

/// The global role of every user to whom no other is assigned.
pub const DEFAULT_ROLE: &str = "default";

/// The global role that initially has every permission.
pub const ADMIN_ROLE: &str = "admin";

/// The permissions of a role.
pub(in crate::domain) type Permissions = BTreeSet<Permission>;

/// All roles, initially two. A global role and a room role of the same name are different roles.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::domain) struct RoleTable(pub(in crate::domain) BTreeMap<(Scope, String), Permissions>);

/// The roles assigned to a user.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::domain) struct UserRoles {
    /// `None` for the default role.
    pub(in crate::domain) global: Option<String>,
    pub(in crate::domain) rooms: BTreeMap<RoomId, String>,
}

impl RoleTable {
    /// Returns the permissions of a global role. Falls back to the default role if there is no name or the role was
    /// deleted. There is none after the instance was wiped, until it is created again.
    pub(in crate::domain) fn global(&self, name: Option<&str>) -> Option<&Permissions> {
        let given = name.and_then(|name| self.find(Scope::Global, name));
        given.or_else(|| self.find(Scope::Global, DEFAULT_ROLE))
    }

    /// Returns the permissions of a room role.
    pub(in crate::domain) fn in_rooms(&self, name: &str) -> Option<&Permissions> {
        self.find(Scope::Room, name)
    }

    /// Adds the default role if it is missing.
    pub(in crate::domain) fn ensure_default(&mut self) {
        self.0.entry((Scope::Global, DEFAULT_ROLE.to_owned())).or_insert_with(default_permissions);
    }

    pub(in crate::domain) fn find(&self, scope: Scope, name: &str) -> Option<&Permissions> {
        self.0.get(&(scope, name.to_owned()))
    }
}

impl Default for RoleTable {
    /// Creates the two initial roles.
    fn default() -> Self {
        Self(BTreeMap::from([
            ((Scope::Global, ADMIN_ROLE.to_owned()), Permission::ALL.into()),
            ((Scope::Global, DEFAULT_ROLE.to_owned()), default_permissions()),
        ]))
    }
}

fn default_permissions() -> Permissions {
    Permission::ALL.into_iter().filter(|permission| permission.is_default()).collect()
}
