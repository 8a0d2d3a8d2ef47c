//! The state of one instance.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::attachments::AttachmentRecord;
use super::cursor_table::CursorTable;
use super::publication::Changed;
use super::record::{Counters, Key};
use super::records::Touched;
use super::refusal::Refusal;
use super::role_table::{RoleTable, UserRoles};
use super::room_record::RoomRecord;
use crate::model::{AttachmentId, Job, MessageId, Room, RoomId, User, UserId};

/// The state of one instance: users, roles, rooms, messages, attachments and cursors.
///
/// Two facts are stored twice and kept consistent: memberships in users and in rooms, and the users' order of creation.
///
/// The operations do not check permissions. Callers check them first by [`authorize`](Self::authorize).
#[derive(Debug, Clone, Default)]
pub struct Instance {
    pub(super) users: BTreeMap<UserId, UserRecord>,
    /// Users in the order of their creation. The number distinguishes users created at the same time.
    pub(super) ages: BTreeMap<Age, UserId>,
    pub(super) rooms: BTreeMap<RoomId, RoomRecord>,
    pub(super) cursors: CursorTable,
    pub(super) roles: RoleTable,
    pub(super) attachments: BTreeMap<AttachmentId, AttachmentRecord>,
    /// The latest deletion jobs by number.
    pub(super) jobs: BTreeMap<u64, Job>,
    pub(super) counters: Counters,
    pub(super) touched: Touched,
}

/// A user and the user's rooms.
#[derive(Debug, Clone)]
pub(super) struct UserRecord {
    pub(super) user: User,
    pub(super) age: Age,
    pub(super) rooms: BTreeSet<RoomId>,
    pub(super) roles: UserRoles,
}

/// A user's place in the order of creation.
pub(super) type Age = (Timestamp, u64);

impl Instance {
    /// Creates an instance without users and rooms.
    pub fn new() -> Self {
        let mut instance = Self::default();
        instance.touch_everything();
        instance
    }

    /// Deletes everything. Ids are still not reused.
    pub fn wipe(&mut self) -> Changed<()> {
        let files: Vec<Key> = self.attachments.keys().cloned().map(Key::Attachment).collect();
        *self = Self { counters: self.counters, ..Self::new() };
        self.touched.keys.extend(files);
        Changed::quietly(())
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

    /// Returns the room as this user sees it.
    pub(super) fn seen_by(&self, user: &UserId, record: &RoomRecord) -> Room {
        record.seen_from(self.cursors.position(user, &record.room.id))
    }

    pub(super) fn next_message_id(&mut self) -> MessageId {
        self.counters.sent_messages += 1;
        MessageId::new(self.counters.sent_messages)
    }

    /// Returns an error with both numbers if some of the users do not exist.
    pub(super) fn require_users(&self, ids: &BTreeSet<UserId>) -> Result<(), Refusal> {
        match ids.iter().filter(|id| !self.users.contains_key(id)).count() {
            0 => Ok(()),
            missing => Err(Refusal::UsersNotFound { missing, asked: ids.len() }),
        }
    }
}
