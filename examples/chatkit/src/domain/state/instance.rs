//! The state of one instance.

use std::collections::{BTreeMap, BTreeSet};

use super::attachment_record::AttachmentRecord;
use super::cursor_table::CursorTable;
use super::record::{Counters, Key};
use super::role_table::{RoleTable, UserRoles};
use super::room_record::RoomRecord;
use super::touched::Touched;
use crate::domain::publication::Changed;
use crate::domain::refusal::Refusal;
use crate::model::{AttachmentId, Job, MessageId, Room, RoomId, Time, User, UserId};

/// The state of one instance: users, roles, rooms, messages, attachments and cursors.
///
/// Two facts are stored twice and kept consistent: memberships in users and in rooms, and the users' order of creation.
///
/// The operations do not check permissions. Callers check them first by [`authorize`](Self::authorize).
#[derive(Debug, Clone, Default)]
pub struct Instance {
    pub(in crate::domain) users: BTreeMap<UserId, UserRecord>,
    /// Users in the order of their creation. The number distinguishes users created at the same time.
    pub(in crate::domain) creation_order: BTreeMap<CreationOrder, UserId>,
    pub(in crate::domain) rooms: BTreeMap<RoomId, RoomRecord>,
    pub(in crate::domain) cursors: CursorTable,
    pub(in crate::domain) roles: RoleTable,
    pub(in crate::domain) attachments: BTreeMap<AttachmentId, AttachmentRecord>,
    /// The latest deletion jobs by number.
    pub(in crate::domain) jobs: BTreeMap<u64, Job>,
    pub(in crate::domain) counters: Counters,
    pub(in crate::domain) touched: Touched,
}

/// A user and the user's rooms.
#[derive(Debug, Clone)]
pub(in crate::domain) struct UserRecord {
    pub(in crate::domain) user: User,
    pub(in crate::domain) creation_order: CreationOrder,
    pub(in crate::domain) rooms: BTreeSet<RoomId>,
    pub(in crate::domain) roles: UserRoles,
}

/// A user's place in the order of creation.
pub(in crate::domain) type CreationOrder = (Time, u64);

impl Instance {
    /// Creates an instance without users and rooms.
    pub fn new() -> Self {
        Self { touched: Touched::everything([]), ..Self::default() }
    }

    /// Deletes everything, the initial roles too. Ids are still not reused.
    pub fn wipe(&mut self) -> Changed<()> {
        let files: Vec<Key> = self.attachments.keys().cloned().map(Key::Attachment).collect();
        let (roles, touched) = (RoleTable(BTreeMap::new()), Touched::everything(files));
        *self = Self { roles, touched, counters: self.counters, ..Self::default() };
        Changed::without_events(())
    }

    /// Marks a record as added, changed or removed.
    pub(in crate::domain) fn touch(&mut self, key: Key) {
        self.touched.add(key);
    }

    pub(in crate::domain) fn existing_user(&self, id: &UserId) -> Result<&UserRecord, Refusal> {
        self.users.get(id).ok_or_else(|| Refusal::UserNotFound(id.clone()))
    }

    pub(in crate::domain) fn existing_room(&self, id: &RoomId) -> Result<&RoomRecord, Refusal> {
        self.rooms.get(id).ok_or_else(|| Refusal::RoomNotFound(id.clone()))
    }

    pub(in crate::domain) fn existing_room_mut(&mut self, id: &RoomId) -> Result<&mut RoomRecord, Refusal> {
        self.rooms.get_mut(id).ok_or_else(|| Refusal::RoomNotFound(id.clone()))
    }

    /// Returns the room as this user sees it.
    pub(in crate::domain) fn seen_by(&self, user: &UserId, record: &RoomRecord) -> Room {
        record.seen_from(self.cursors.position(user, &record.room.id))
    }

    pub(in crate::domain) fn next_message_id(&mut self) -> MessageId {
        self.counters.sent_messages += 1;
        MessageId::new(self.counters.sent_messages)
    }

    /// Returns an error with both numbers if some of the users, who may include the creator of a room, do not exist.
    pub(in crate::domain) fn require_users(&self, ids: &BTreeSet<UserId>, with_creator: bool) -> Result<(), Refusal> {
        match ids.iter().filter(|id| !self.users.contains_key(id)).count() {
            0 => Ok(()),
            missing => Err(Refusal::UsersNotFound { missing, requested: ids.len(), with_creator }),
        }
    }
}
