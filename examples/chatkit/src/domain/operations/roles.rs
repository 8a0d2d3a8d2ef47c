//! The operations on roles.

use std::collections::BTreeSet;

use crate::domain::limits::check_id;
use crate::domain::permission::Permission;
use crate::domain::refusal::Refusal;
use crate::domain::state::instance::Instance;
use crate::domain::state::record::Key;
use crate::domain::state::role_table::{DEFAULT_ROLE, Permissions, UserRoles};
use crate::model::{AssignRole, AssignedRole, Role, RoomId, Scope, UpdatePermissions, UserId};

impl Instance {
    /// Returns all roles: global roles first, ordered by name.
    pub fn roles(&self) -> Vec<Role> {
        self.roles.0.iter().map(|((scope, name), allowed)| role(*scope, name, allowed)).collect()
    }

    /// Creates a role.
    pub fn create_role(&mut self, new: Role) -> Result<(), Refusal> {
        check_id("name", &new.name)?;
        let permissions = known(&new.permissions)?;
        if self.roles.find(new.scope, &new.name).is_some() {
            return Err(Refusal::RoleAlreadyExists(new.name));
        }
        self.set_role(new.scope, new.name, permissions);
        Ok(())
    }

    /// Deletes a role. Users to whom it was assigned return to the default role. Has no effect if there is none.
    pub fn delete_role(&mut self, scope: Scope, name: &str) -> Result<(), Refusal> {
        if self.roles.find(scope, name).is_none() {
            return Ok(());
        }
        if scope == Scope::Global && name == DEFAULT_ROLE {
            return Err(Refusal::RoleInvalid(format!(
                "the role {DEFAULT_ROLE} belongs to every user and cannot be deleted"
            )));
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

    /// Returns the permissions of a role.
    pub fn permissions(&self, scope: Scope, name: &str) -> Result<Vec<String>, Refusal> {
        self.existing_role(scope, name).map(names)
    }

    /// Changes the permissions of a role. A permission that is both added and removed is removed.
    pub fn update_permissions(&mut self, scope: Scope, name: &str, changes: &UpdatePermissions) -> Result<(), Refusal> {
        let mut allowed = self.existing_role(scope, name)?.clone();
        let added = known(changes.add_permissions.as_deref().unwrap_or_default())?;
        let removed = known(changes.remove_permissions.as_deref().unwrap_or_default())?;
        allowed.extend(added);
        allowed.retain(|permission| !removed.contains(permission));
        self.set_role(scope, name.to_owned(), allowed);
        Ok(())
    }

    /// Returns the roles assigned to a user. The default role is not included.
    pub fn roles_of_user(&self, user: &UserId) -> Result<Vec<AssignedRole>, Refusal> {
        let given = &self.existing_user(user)?.roles;
        let global = given.global.iter().filter_map(|name| self.assigned(Scope::Global, name, None));
        let rooms = given.rooms.iter().filter_map(|(room, name)| self.assigned(Scope::Room, name, Some(room)));
        Ok(global.chain(rooms).collect())
    }

    /// Assigns a role to a user. It replaces the user's role of the same scope.
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

    /// Removes the global role or the role in a room from a user. Has no effect if there is none.
    pub fn remove_role(&mut self, user: &UserId, room: Option<&RoomId>) -> Result<(), Refusal> {
        self.existing_user(user)?;
        self.change_roles(user, |roles| match room {
            None => roles.global = None,
            Some(room) => drop(roles.rooms.remove(room)),
        });
        Ok(())
    }

    /// Removes all role assignments in a deleted room.
    pub(in crate::domain) fn remove_roles_in(&mut self, room: &RoomId) {
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

    fn change_roles(&mut self, user: &UserId, change: impl FnOnce(&mut UserRoles)) {
        if let Some(record) = self.users.get_mut(user) {
            change(&mut record.roles);
            self.touch(Key::User(user.clone()));
        }
    }

    fn users_with(&self, scope: Scope, name: &str) -> Vec<UserId> {
        let has = |roles: &UserRoles| match scope {
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

pub(in crate::domain) fn role(scope: Scope, name: &str, allowed: &Permissions) -> Role {
    Role { name: name.to_owned(), scope, permissions: names(allowed) }
}

/// Returns the permissions of these names.
pub(in crate::domain) fn known(names: &[String]) -> Result<BTreeSet<Permission>, Refusal> {
    let find = |name: &String| {
        Permission::from_name(name).ok_or_else(|| Refusal::RoleInvalid(format!("the permission {name} does not exist")))
    };
    names.iter().map(find).collect()
}

fn names(allowed: &Permissions) -> Vec<String> {
    allowed.iter().map(|permission| permission.name().to_owned()).collect()
}
