//! The operations on users.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::domain::limits::{
    MAXIMUM_ADDRESS_CHARACTERS, check_batch, check_characters, check_custom_data, check_id, check_name, page_size,
};
use crate::domain::publication::Changed;
use crate::domain::refusal::Refusal;
use crate::domain::state::instance::{Instance, UserRecord};
use crate::domain::state::record::Key;
use crate::domain::state::role_table::UserRoles;
use crate::model::{BatchUsers, CreateUser, UpdateUser, User, UserId, UserPage};

impl Instance {
    /// Creates a user.
    pub fn create_user(&mut self, new: CreateUser, now: Timestamp) -> Result<Changed<User>, Refusal> {
        check_new(&new)?;
        self.require_free(&new.id)?;
        Ok(Changed::without_events(self.insert_user(new, now)))
    }

    /// Creates several users in order. If one is invalid, none is created.
    pub fn create_users(&mut self, batch: BatchUsers, now: Timestamp) -> Result<Changed<Vec<User>>, Refusal> {
        check_batch("users", batch.users.len())?;
        let mut ids = BTreeSet::new();
        for new in &batch.users {
            check_new(new)?;
            self.require_free(&new.id)?;
            if !ids.insert(&new.id) {
                return Err(Refusal::UserAlreadyExists(new.id.clone()));
            }
        }
        Ok(Changed::without_events(batch.users.into_iter().map(|new| self.insert_user(new, now)).collect()))
    }

    /// Lists users, oldest first.
    pub fn users(&self, page: &UserPage) -> Vec<User> {
        // Times of creation are whole seconds. The number orders the users of one second.
        let from_ts = page.from_ts.unwrap_or(Timestamp::MIN);
        let from = (from_ts.into(), 0);
        let ids = self.creation_order.range(from..).map(|(_, id)| id);
        let records = ids.filter_map(|id| self.users.get(id));
        // Those of the second in which `from_ts` is.
        let records = records.skip_while(|record| Timestamp::from(record.user.created_at) < from_ts);
        records.map(|record| record.user.clone()).take(page_size(page.limit)).collect()
    }

    /// Returns the users with these ids in this order. Unknown ids are omitted.
    pub fn users_by_ids(&self, ids: &[UserId]) -> Vec<User> {
        let mut seen = BTreeSet::new();
        let once = ids.iter().filter(|id| seen.insert(*id));
        once.filter_map(|id| self.users.get(id)).map(|record| record.user.clone()).collect()
    }

    /// Returns a user.
    pub fn user(&self, id: &UserId) -> Result<User, Refusal> {
        Ok(self.existing_user(id)?.user.clone())
    }

    /// Changes a user. Absent fields are unchanged.
    pub fn update_user(&mut self, id: &UserId, update: UpdateUser, now: Timestamp) -> Result<Changed<()>, Refusal> {
        let record = self.users.get_mut(id).ok_or_else(|| Refusal::UserNotFound(id.clone()))?;
        if let Some(name) = &update.name {
            check_name("name", name)?;
        }
        check_address(update.avatar_url.as_deref())?;
        check_custom_data(update.custom_data.as_ref())?;
        let user = &mut record.user;
        if let Some(name) = update.name {
            user.name = name;
        }
        user.avatar_url = update.avatar_url.or_else(|| user.avatar_url.take());
        user.custom_data = update.custom_data.or_else(|| user.custom_data.take());
        user.updated_at = now.into();
        self.touch(Key::User(id.clone()));
        Ok(Changed::without_events(()))
    }

    /// Deletes a user and removes the user from all rooms. The user's messages remain.
    pub fn delete_user(&mut self, id: &UserId) -> Result<Changed<()>, Refusal> {
        let rooms = self.existing_user(id)?.rooms.clone();
        let publications = rooms.iter().flat_map(|room| self.dismiss(room, [id])).collect();
        if let Some(record) = self.users.remove(id) {
            self.creation_order.remove(&record.creation_order);
        }
        self.touch(Key::User(id.clone()));
        for room in self.cursors.remove_user(id) {
            self.touch(Key::Cursor(id.clone(), room));
        }
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
            created_at: now.into(),
            updated_at: now.into(),
        };
        self.counters.created_users += 1;
        let creation_order = (user.created_at, self.counters.created_users);
        self.touch(Key::Counters);
        self.touch(Key::User(user.id.clone()));
        self.creation_order.insert(creation_order, user.id.clone());
        self.users.insert(
            user.id.clone(),
            UserRecord { user: user.clone(), creation_order, rooms: BTreeSet::new(), roles: UserRoles::default() },
        );
        user
    }
}

fn check_new(new: &CreateUser) -> Result<(), Refusal> {
    check_id("id", new.id.as_str())?;
    check_name("name", &new.name)?;
    check_address(new.avatar_url.as_deref())?;
    check_custom_data(new.custom_data.as_ref())
}

fn check_address(address: Option<&str>) -> Result<(), Refusal> {
    check_characters("avatar_url", address.unwrap_or_default(), MAXIMUM_ADDRESS_CHARACTERS)
}
