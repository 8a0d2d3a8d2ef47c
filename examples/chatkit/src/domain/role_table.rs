//! All roles of an instance.

use std::collections::{BTreeMap, BTreeSet};

use super::permission::Permission;
use crate::model::{RoomId, Scope};

/// The global role of every user to whom no other was given.
pub const DEFAULT_ROLE: &str = "default";

/// The global role that allows everything from the start.
pub const ADMIN_ROLE: &str = "admin";

/// What a role allows.
pub(super) type Permissions = BTreeSet<Permission>;

/// All roles. Global and room roles are different ones even under the same name.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RoleTable(pub(super) BTreeMap<(Scope, String), Permissions>);

/// The roles one user was given.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct UserRoles {
    /// None for what everybody has.
    pub(super) global: Option<String>,
    pub(super) rooms: BTreeMap<RoomId, String>,
}

impl RoleTable {
    /// What a global role allows. A user without one, or whose role is gone, has the default.
    pub(super) fn global(&self, name: Option<&str>) -> Option<&Permissions> {
        let given = name.and_then(|name| self.find(Scope::Global, name));
        given.or_else(|| self.find(Scope::Global, DEFAULT_ROLE))
    }

    /// What a room role allows.
    pub(super) fn in_rooms(&self, name: &str) -> Option<&Permissions> {
        self.find(Scope::Room, name)
    }

    /// Whether a role exists from the start and nobody changed it.
    pub(super) fn is_as_at_first(&self, scope: Scope, name: &str) -> bool {
        let first = Self::default();
        first.find(scope, name).is_some_and(|allowed| self.find(scope, name) == Some(allowed))
    }

    /// Puts back the role that everybody has, if it is not there.
    pub(super) fn ensure_default(&mut self) {
        self.0.entry((Scope::Global, DEFAULT_ROLE.to_owned())).or_insert_with(usual);
    }

    pub(super) fn find(&self, scope: Scope, name: &str) -> Option<&Permissions> {
        self.0.get(&(scope, name.to_owned()))
    }
}

impl Default for RoleTable {
    /// The two roles that exist from the start.
    fn default() -> Self {
        Self(BTreeMap::from([
            ((Scope::Global, ADMIN_ROLE.to_owned()), Permission::ALL.into()),
            ((Scope::Global, DEFAULT_ROLE.to_owned()), usual()),
        ]))
    }
}

fn usual() -> Permissions {
    Permission::ALL.into_iter().filter(|permission| permission.is_default()).collect()
}
