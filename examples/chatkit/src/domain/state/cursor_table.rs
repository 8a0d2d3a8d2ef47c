//! The table of cursors, indexed by user and by room.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Cursor, RoomId, UserId};

/// All cursors of an instance. Rooms and users without cursors have no entry.
#[derive(Debug, Clone, Default)]
pub(in crate::domain) struct CursorTable {
    by_user: BTreeMap<UserId, BTreeMap<RoomId, Cursor>>,
    by_room: BTreeMap<RoomId, BTreeSet<UserId>>,
}

impl CursorTable {
    pub(in crate::domain) fn set(&mut self, cursor: Cursor) {
        self.by_room.entry(cursor.room_id.clone()).or_default().insert(cursor.user_id.clone());
        self.by_user.entry(cursor.user_id.clone()).or_default().insert(cursor.room_id.clone(), cursor);
    }

    /// Removes the cursors of a room and returns their users.
    pub(in crate::domain) fn remove_room(&mut self, room: &RoomId) -> BTreeSet<UserId> {
        let users = self.by_room.remove(room).unwrap_or_default();
        for user in &users {
            if let Some(cursors) = self.by_user.get_mut(user) {
                cursors.remove(room);
                if cursors.is_empty() {
                    self.by_user.remove(user);
                }
            }
        }
        users
    }

    /// Removes the cursors of a user and returns their rooms.
    pub(in crate::domain) fn remove_user(&mut self, user: &UserId) -> Vec<RoomId> {
        let rooms: Vec<RoomId> = self.by_user.remove(user).unwrap_or_default().into_keys().collect();
        for room in &rooms {
            if let Some(users) = self.by_room.get_mut(room) {
                users.remove(user);
                if users.is_empty() {
                    self.by_room.remove(room);
                }
            }
        }
        rooms
    }

    pub(in crate::domain) fn find(&self, user: &UserId, room: &RoomId) -> Option<&Cursor> {
        self.by_user.get(user)?.get(room)
    }

    pub(in crate::domain) fn position(&self, user: &UserId, room: &RoomId) -> Option<i64> {
        self.find(user, room).map(|cursor| cursor.position)
    }

    pub(in crate::domain) fn count_of(&self, user: &UserId) -> usize {
        self.by_user.get(user).map_or(0, BTreeMap::len)
    }

    /// Returns every cursor, ordered by user and room.
    pub(in crate::domain) fn all(&self) -> impl Iterator<Item = &Cursor> {
        self.by_user.values().flat_map(BTreeMap::values)
    }

    pub(in crate::domain) fn of_user(&self, user: &UserId) -> Vec<Cursor> {
        self.by_user.get(user).into_iter().flat_map(BTreeMap::values).cloned().collect()
    }

    pub(in crate::domain) fn of_room(&self, room: &RoomId) -> Vec<Cursor> {
        self.by_room.get(room).into_iter().flatten().filter_map(|user| self.find(user, room)).cloned().collect()
    }
}
