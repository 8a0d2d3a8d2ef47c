//! Users come, change and go.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::actor::Actor;
use super::instance::{Instance, UserRecord};
use super::limits::{check_batch, check_custom_data, check_not_empty, page_size};
use super::permission::Permission;
use super::publication::Changed;
use super::refusal::Refusal;
use crate::model::{BatchUsers, CreateUser, UpdateUser, User, UserId, UserPage};

impl Instance {
    /// Creates a user. Needs a super-user.
    pub fn create_user(&mut self, actor: &Actor, new: CreateUser, now: Timestamp) -> Result<Changed<User>, Refusal> {
        Self::require_superuser(actor)?;
        check_new(&new)?;
        self.require_free(&new.id)?;
        Ok(Changed::quietly(self.insert_user(new, now)))
    }

    /// Creates several users, in order: all of them or, if there is anything wrong with one, none. Needs a super-user.
    pub fn create_users(
        &mut self,
        actor: &Actor,
        batch: BatchUsers,
        now: Timestamp,
    ) -> Result<Changed<Vec<User>>, Refusal> {
        Self::require_superuser(actor)?;
        check_batch("users", batch.users.len())?;
        let mut ids = BTreeSet::new();
        for new in &batch.users {
            check_new(new)?;
            self.require_free(&new.id)?;
            if !ids.insert(&new.id) {
                return Err(Refusal::UserAlreadyExists(new.id.clone()));
            }
        }
        Ok(Changed::quietly(batch.users.into_iter().map(|new| self.insert_user(new, now)).collect()))
    }

    /// Lists users, oldest first. Needs a super-user.
    pub fn users(&self, actor: &Actor, page: &UserPage) -> Result<Vec<User>, Refusal> {
        Self::require_superuser(actor)?;
        let from = (page.from_ts.unwrap_or(Timestamp::MIN), 0);
        let ids = self.ages.range(from..).map(|(_, id)| id);
        Ok(ids
            .filter_map(|id| self.users.get(id))
            .map(|record| record.user.clone())
            .take(page_size(page.limit))
            .collect())
    }

    /// The users of these ids, in this order; those that do not exist are left out. Needs `user:get`.
    pub fn users_by_ids(&self, actor: &Actor, ids: &[UserId]) -> Result<Vec<User>, Refusal> {
        self.require_permission(actor, Permission::UserGet)?;
        let mut seen = BTreeSet::new();
        let once = ids.iter().filter(|id| seen.insert(*id));
        Ok(once.filter_map(|id| self.users.get(id)).map(|record| record.user.clone()).collect())
    }

    /// One user. Needs `user:get`.
    pub fn user(&self, actor: &Actor, id: &UserId) -> Result<User, Refusal> {
        self.require_permission(actor, Permission::UserGet)?;
        Ok(self.existing_user(id)?.user.clone())
    }

    /// Changes a user; what the update leaves out stays. Needs that user or a super-user.
    pub fn update_user(
        &mut self,
        actor: &Actor,
        id: &UserId,
        update: UpdateUser,
        now: Timestamp,
    ) -> Result<Changed<()>, Refusal> {
        Self::require_self(actor, id)?;
        let record = self.users.get_mut(id).ok_or_else(|| Refusal::UserNotFound(id.clone()))?;
        if let Some(name) = &update.name {
            check_not_empty("name", name)?;
        }
        check_custom_data(update.custom_data.as_ref())?;
        let user = &mut record.user;
        if let Some(name) = update.name {
            user.name = name;
        }
        user.avatar_url = update.avatar_url.or_else(|| user.avatar_url.take());
        user.custom_data = update.custom_data.or_else(|| user.custom_data.take());
        user.updated_at = now;
        Ok(Changed::quietly(()))
    }

    /// Deletes a user, who leaves all rooms; the messages stay. Needs a super-user.
    pub fn delete_user(&mut self, actor: &Actor, id: &UserId) -> Result<Changed<()>, Refusal> {
        Self::require_superuser(actor)?;
        let rooms = self.existing_user(id)?.rooms.clone();
        let publications = rooms.iter().flat_map(|room| self.dismiss(room, [id])).collect();
        if let Some(record) = self.users.remove(id) {
            self.ages.remove(&record.age);
        }
        self.cursors.forget_user(id);
        Ok(Changed { value: (), publications })
    }

    fn require_free(&self, id: &UserId) -> Result<(), Refusal> {
        if self.users.contains_key(id) { Err(Refusal::UserAlreadyExists(id.clone())) } else { Ok(()) }
    }

    fn insert_user(&mut self, new: CreateUser, now: Timestamp) -> User {
        let user = User {
            id: new.id,
            name: new.name,
            avatar_url: new.avatar_url,
            custom_data: new.custom_data,
            created_at: now,
            updated_at: now,
        };
        self.created_users += 1;
        let age = (now, self.created_users);
        self.ages.insert(age, user.id.clone());
        self.users.insert(user.id.clone(), UserRecord { user: user.clone(), age, rooms: BTreeSet::new() });
        user
    }
}

fn check_new(new: &CreateUser) -> Result<(), Refusal> {
    check_not_empty("id", new.id.as_str())?;
    check_not_empty("name", &new.name)?;
    check_custom_data(new.custom_data.as_ref())
}
