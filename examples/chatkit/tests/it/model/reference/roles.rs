//! Roles, and their assignment to users.

use std::collections::{BTreeMap, BTreeSet};

use pusher_platform::error_types::{ROLE_ALREADY_EXISTS, ROLE_INVALID, ROLE_NOT_FOUND};

use crate::model::step::Scope;

type Name = &'static str;

/// The permissions that the steps of users need. The role `default` cannot change or delete rooms.
const ALL: [Name; 7] = [
    "cursors:read:set",
    "file:create",
    "message:create",
    "room:create",
    "room:join",
    "room:leave",
    "room:typing_indicator:create",
];

/// The permissions of each role.
#[derive(Debug)]
pub(super) struct Roles(BTreeMap<(Scope, Name), BTreeSet<Name>>);

/// The roles of a user.
#[derive(Debug, Default)]
pub(super) struct Assigned {
    global: Option<Name>,
    rooms: BTreeMap<Name, Name>,
}

impl Roles {
    /// Returns no roles, as after the instance was wiped.
    pub(super) fn none() -> Self {
        Self(BTreeMap::new())
    }

    pub(super) fn create(&mut self, scope: Scope, role: Name, permissions: &[Name]) -> Result<(), Name> {
        if self.0.contains_key(&(scope, role)) {
            return Err(ROLE_ALREADY_EXISTS);
        }
        let permissions = permissions.iter().copied().collect();
        self.0.insert((scope, role), permissions);
        Ok(())
    }

    pub(super) fn delete(&mut self, scope: Scope, role: Name) -> Result<(), Name> {
        if (scope, role) == (Scope::Global, "default") && self.0.contains_key(&(scope, role)) {
            return Err(ROLE_INVALID);
        }
        self.0.remove(&(scope, role));
        Ok(())
    }

    /// Changes permissions. A permission that is both added and removed is removed.
    pub(super) fn change(&mut self, scope: Scope, role: Name, added: &[Name], removed: &[Name]) -> Result<(), Name> {
        let permissions = self.0.get_mut(&(scope, role)).ok_or(ROLE_NOT_FOUND)?;
        permissions.extend(added);
        permissions.retain(|permission| !removed.contains(permission));
        Ok(())
    }

    pub(super) fn require(&self, scope: Scope, role: Name) -> Result<(), Name> {
        if self.0.contains_key(&(scope, role)) { Ok(()) } else { Err(ROLE_NOT_FOUND) }
    }

    /// Returns whether one of a user's roles has a permission.
    pub(super) fn allow(&self, assigned: &Assigned, permission: &str, room: Option<&str>) -> bool {
        let has = |scope, role: &Name| {
            self.0.get(&(scope, *role)).is_some_and(|permissions| permissions.contains(permission))
        };
        let in_room = room.and_then(|room| assigned.rooms.get(room));
        has(Scope::Global, &assigned.global.unwrap_or("default")) || in_room.is_some_and(|role| has(Scope::Room, role))
    }
}

impl Default for Roles {
    fn default() -> Self {
        Self(["admin", "default"].map(|name| ((Scope::Global, name), ALL.into())).into())
    }
}

impl Assigned {
    /// Replaces the global role, or the role in a room.
    pub(super) fn set(&mut self, room: Option<Name>, role: Option<Name>) {
        match (room, role) {
            (None, role) => self.global = role,
            (Some(room), Some(role)) => drop(self.rooms.insert(room, role)),
            (Some(room), None) => drop(self.rooms.remove(room)),
        }
    }

    pub(super) fn all(&self) -> BTreeSet<(Option<Name>, Name)> {
        let in_rooms = self.rooms.iter().map(|(room, role)| (Some(*room), *role));
        self.global.iter().map(|role| (None, *role)).chain(in_rooms).collect()
    }

    pub(super) fn remove_room(&mut self, room: &str) {
        self.rooms.remove(room);
    }

    /// Removes a deleted role from its user.
    pub(super) fn remove(&mut self, scope: Scope, role: Name) {
        match scope {
            Scope::Global => self.global = self.global.filter(|assigned| *assigned != role),
            Scope::Room => self.rooms.retain(|_, assigned| *assigned != role),
        }
    }
}
