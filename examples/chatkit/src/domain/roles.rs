//! Roles are made, changed and given to users.

use std::collections::BTreeSet;

use super::instance::Instance;
use super::limits::check_name;
use super::permission::Permission;
use super::record::Key;
use super::refusal::Refusal;
use super::role_table::{DEFAULT_ROLE, Permissions};
use crate::model::{AssignRole, AssignedRole, Role, RoomId, Scope, UpdatePermissions, UserId};

impl Instance {
    /// All roles, global ones first, each kind by name.
    pub fn roles(&self) -> Vec<Role> {
        self.roles.0.iter().map(|((scope, name), allowed)| role(*scope, name, allowed)).collect()
    }

    /// Creates a role. One that exists from the start is created anew as long as it is as it was then: the vendor's own tests
    /// begin so.
    pub fn create_role(&mut self, new: Role) -> Result<(), Refusal> {
        check_name("name", &new.name)?;
        let permissions = known(&new.permissions)?;
        if self.roles.find(new.scope, &new.name).is_some() && !self.roles.is_as_at_first(new.scope, &new.name) {
            return Err(Refusal::RoleAlreadyExists(new.name));
        }
        self.set_role(new.scope, new.name, permissions);
        Ok(())
    }

    /// Deletes a role. Whoever had it is left with what everybody may.
    pub fn delete_role(&mut self, scope: Scope, name: &str) -> Result<(), Refusal> {
        self.existing_role(scope, name)?;
        if scope == Scope::Global && name == DEFAULT_ROLE {
            return Err(Refusal::RoleInvalid(format!("the role {DEFAULT_ROLE} is everybody's and cannot be deleted")));
        }
        let key = (scope, name.to_owned());
        self.roles.0.remove(&key);
        self.touch(Key::Role(key.0, key.1));
        for user in self.users_with(scope, name) {
            self.change_roles(&user, |roles| match scope {
                Scope::Global => roles.global = None,
                Scope::Room => roles.rooms.retain(|_, given| given != name),
            });
        }
        Ok(())
    }

    /// What a role allows.
    pub fn permissions(&self, scope: Scope, name: &str) -> Result<Vec<String>, Refusal> {
        self.existing_role(scope, name).map(names)
    }

    /// Changes what a role allows. What is both added and removed is removed.
    pub fn update_permissions(&mut self, scope: Scope, name: &str, changes: &UpdatePermissions) -> Result<(), Refusal> {
        let mut allowed = self.existing_role(scope, name)?.clone();
        let added = known(changes.add_permissions.as_deref().unwrap_or_default())?;
        let removed = known(changes.remove_permissions.as_deref().unwrap_or_default())?;
        allowed.extend(added);
        allowed.retain(|permission| !removed.contains(permission));
        self.set_role(scope, name.to_owned(), allowed);
        Ok(())
    }

    /// The roles that were given to a user; the default, which nobody gave, is not among them.
    pub fn roles_of_user(&self, user: &UserId) -> Result<Vec<AssignedRole>, Refusal> {
        let given = &self.existing_user(user)?.roles;
        let global = given.global.iter().filter_map(|name| self.assigned(Scope::Global, name, None));
        let rooms = given.rooms.iter().filter_map(|(room, name)| self.assigned(Scope::Room, name, Some(room)));
        Ok(global.chain(rooms).collect())
    }

    /// Gives a user a role, in place of the one it had in that scope.
    pub fn assign_role(&mut self, user: &UserId, role: AssignRole) -> Result<(), Refusal> {
        self.existing_user(user)?;
        let scope = if role.room_id.is_some() { Scope::Room } else { Scope::Global };
        self.existing_role(scope, &role.name)?;
        if let Some(room) = &role.room_id {
            self.existing_room(room)?;
        }
        self.change_roles(user, |roles| match role.room_id {
            None => roles.global = Some(role.name),
            Some(room) => drop(roles.rooms.insert(room, role.name)),
        });
        Ok(())
    }

    /// Takes a user's role away: the global one, or that in a room. A user without one has it already.
    pub fn remove_role(&mut self, user: &UserId, room: Option<&RoomId>) -> Result<(), Refusal> {
        self.existing_user(user)?;
        self.change_roles(user, |roles| match room {
            None => roles.global = None,
            Some(room) => drop(roles.rooms.remove(room)),
        });
        Ok(())
    }

    /// Nobody has a role in a room that is no more.
    pub(super) fn forget_roles_in(&mut self, room: &RoomId) {
        let holders = self.users.iter().filter(|(_, record)| record.roles.rooms.contains_key(room));
        let holders: Vec<UserId> = holders.map(|(id, _)| id.clone()).collect();
        for user in holders {
            self.change_roles(&user, |roles| drop(roles.rooms.remove(room)));
        }
    }

    fn existing_role(&self, scope: Scope, name: &str) -> Result<&Permissions, Refusal> {
        self.roles.find(scope, name).ok_or_else(|| Refusal::RoleNotFound(name.to_owned()))
    }

    fn set_role(&mut self, scope: Scope, name: String, permissions: Permissions) {
        self.touch(Key::Role(scope, name.clone()));
        self.roles.0.insert((scope, name), permissions);
    }

    fn change_roles(&mut self, user: &UserId, change: impl FnOnce(&mut super::role_table::UserRoles)) {
        if let Some(record) = self.users.get_mut(user) {
            change(&mut record.roles);
            self.touch(Key::User(user.clone()));
        }
    }

    fn users_with(&self, scope: Scope, name: &str) -> Vec<UserId> {
        let has = |roles: &super::role_table::UserRoles| match scope {
            Scope::Global => roles.global.as_deref() == Some(name),
            Scope::Room => roles.rooms.values().any(|given| given == name),
        };
        self.users.iter().filter(|(_, record)| has(&record.roles)).map(|(id, _)| id.clone()).collect()
    }

    fn assigned(&self, scope: Scope, name: &str, room: Option<&RoomId>) -> Option<AssignedRole> {
        let permissions = self.roles.find(scope, name).map(names)?;
        Some(AssignedRole { role_name: name.to_owned(), scope, permissions, room_id: room.cloned() })
    }
}

pub(super) fn role(scope: Scope, name: &str, allowed: &Permissions) -> Role {
    Role { name: name.to_owned(), scope, permissions: names(allowed) }
}

/// The permissions of these names.
pub(super) fn known(names: &[String]) -> Result<BTreeSet<Permission>, Refusal> {
    let find = |name: &String| {
        Permission::from_name(name).ok_or_else(|| Refusal::RoleInvalid(format!("there is no permission {name}")))
    };
    names.iter().map(find).collect()
}

fn names(allowed: &Permissions) -> Vec<String> {
    allowed.iter().map(|permission| permission.name().to_owned()).collect()
}
