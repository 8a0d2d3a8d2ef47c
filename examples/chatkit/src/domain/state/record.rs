//! The records in which the state is stored, exported and imported.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::attachment_record::AttachmentRecord;
use crate::model::{AttachmentId, Cursor, Job, Message, MessageId, Role, Room, RoomId, Scope, User, UserId};

/// One object of an instance, complete.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "snake_case")]
pub enum Record {
    /// The counters.
    Counters(Counters),
    /// A role and its permissions.
    Role(Role),
    /// A user and its roles.
    User {
        /// The user.
        user: User,
        /// The user's number in the order of creation. It distinguishes users created at the same time.
        number: u64,
        /// The assigned global role.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        global_role: Option<String>,
        /// The assigned room roles.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        room_roles: BTreeMap<RoomId, String>,
    },
    /// A room and its members.
    Room {
        /// The room, without the fields that depend on the reader.
        room: Room,
        /// The members.
        members: BTreeSet<UserId>,
        /// The latest message ever sent to the room, even if it was deleted.
        latest: MessageId,
    },
    /// A message. The addresses of its files are empty, because they depend on the caller and the time.
    Message(Message),
    /// A cursor.
    Cursor(Cursor),
    /// An announced or uploaded file, without its content.
    Attachment(AttachmentRecord),
    /// A deletion job.
    Job {
        /// The job.
        job: Job,
        /// The job's number in the order of creation.
        number: u64,
    },
}

/// The numbers of objects ever created. They prevent the reuse of ids.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counters {
    /// The number of users ever created.
    pub created_users: u64,
    /// The number of messages ever sent, which is the id of the last one.
    pub sent_messages: u64,
    /// The number of jobs ever created.
    pub ordered_jobs: u64,
}

/// The key of a record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// The counters.
    Counters,
    /// A role.
    Role(Scope, String),
    /// A user.
    User(UserId),
    /// A room. Its removal includes its messages, without a key for each.
    Room(RoomId),
    /// A message.
    Message(RoomId, MessageId),
    /// A cursor.
    Cursor(UserId, RoomId),
    /// An attachment.
    Attachment(AttachmentId),
    /// A job, by its id.
    Job(String),
}

/// A change of the records.
#[expect(clippy::large_enum_variant, reason = "most records are of the largest variant")]
#[derive(Debug, Clone, PartialEq)]
pub enum Write {
    /// The record was added or changed.
    Put(Record),
    /// The record with this key was removed.
    Remove(Key),
    /// All previous records were removed.
    RemoveAll,
}

impl Record {
    /// Returns the record's key.
    pub fn key(&self) -> Key {
        match self {
            Self::Counters(_) => Key::Counters,
            Self::Role(role) => Key::Role(role.scope, role.name.clone()),
            Self::User { user, .. } => Key::User(user.id.clone()),
            Self::Room { room, .. } => Key::Room(room.id.clone()),
            Self::Message(message) => Key::Message(message.room_id.clone(), message.id),
            Self::Cursor(cursor) => Key::Cursor(cursor.user_id.clone(), cursor.room_id.clone()),
            Self::Attachment(file) => Key::Attachment(file.id.clone()),
            Self::Job { job, .. } => Key::Job(job.id.clone()),
        }
    }

    /// Returns the counters, if the record holds them.
    pub fn as_counters(&self) -> Option<Counters> {
        if let Self::Counters(counters) = self { Some(*counters) } else { None }
    }

    /// Returns the attachment, if the record is one.
    pub fn as_attachment(&self) -> Option<&AttachmentRecord> {
        if let Self::Attachment(file) = self { Some(file) } else { None }
    }
}

impl Counters {
    /// Returns the higher value of each counter.
    pub(crate) fn max(self, other: Self) -> Self {
        Self {
            created_users: self.created_users.max(other.created_users),
            sent_messages: self.sent_messages.max(other.sent_messages),
            ordered_jobs: self.ordered_jobs.max(other.ordered_jobs),
        }
    }
}
