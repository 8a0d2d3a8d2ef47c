//! The state of one instance.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::actor::Actor;
use super::cursor_table::CursorTable;
use super::publication::Changed;
use super::refusal::Refusal;
use super::room_record::RoomRecord;
use crate::model::{MessageId, Room, RoomId, User, UserId};

/// The state of one instance: users, rooms, messages and cursors.
///
/// Two facts are kept twice and always agree: a user's rooms with the rooms' members, and the users with their ages.
#[derive(Debug, Clone, Default)]
pub struct Instance {
    pub(super) users: BTreeMap<UserId, UserRecord>,
    /// Users by the time of their creation; the number tells apart those of the same time.
    pub(super) ages: BTreeMap<Age, UserId>,
    pub(super) rooms: BTreeMap<RoomId, RoomRecord>,
    pub(super) cursors: CursorTable,
    /// How many users were ever created.
    pub(super) created_users: u64,
    /// How many messages were ever sent: the id of the last one.
    pub(super) sent_messages: u64,
}

/// One user with the rooms it is in.
#[derive(Debug, Clone)]
pub(super) struct UserRecord {
    pub(super) user: User,
    pub(super) age: Age,
    pub(super) rooms: BTreeSet<RoomId>,
}

/// The place of a user among all, oldest first.
pub(super) type Age = (Timestamp, u64);

impl Instance {
    /// An instance without users and rooms.
    pub fn new() -> Self {
        Self::default()
    }

    /// Forgets every user, room, message and cursor. Needs a super-user. Message ids are still not used again.
    pub fn wipe(&mut self, actor: &Actor) -> Result<Changed<()>, Refusal> {
        Self::require_superuser(actor)?;
        let (created_users, sent_messages) = (self.created_users, self.sent_messages);
        *self = Self { created_users, sent_messages, ..Self::default() };
        Ok(Changed::quietly(()))
    }

    pub(super) fn existing_user(&self, id: &UserId) -> Result<&UserRecord, Refusal> {
        self.users.get(id).ok_or_else(|| Refusal::UserNotFound(id.clone()))
    }

    pub(super) fn existing_room(&self, id: &RoomId) -> Result<&RoomRecord, Refusal> {
        self.rooms.get(id).ok_or_else(|| Refusal::RoomNotFound(id.clone()))
    }

    pub(super) fn existing_room_mut(&mut self, id: &RoomId) -> Result<&mut RoomRecord, Refusal> {
        self.rooms.get_mut(id).ok_or_else(|| Refusal::RoomNotFound(id.clone()))
    }

    /// The room as this user sees it.
    pub(super) fn seen_by(&self, user: &UserId, record: &RoomRecord) -> Room {
        record.seen_from(self.cursors.position(user, &record.room.id))
    }

    pub(super) fn next_message_id(&mut self) -> MessageId {
        self.sent_messages += 1;
        MessageId::new(self.sent_messages)
    }

    /// Refuses a list of users of whom some do not exist, and says how many.
    pub(super) fn require_users(&self, ids: &BTreeSet<UserId>) -> Result<(), Refusal> {
        match ids.iter().filter(|id| !self.users.contains_key(id)).count() {
            0 => Ok(()),
            missing => Err(Refusal::UsersNotFound { missing, asked: ids.len() }),
        }
    }
}
