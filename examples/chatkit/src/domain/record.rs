//! The state as records: what is kept, exported and imported, one thing each.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::attachments::AttachmentRecord;
use crate::model::{AttachmentId, Cursor, Job, Message, MessageId, Role, Room, RoomId, Scope, User, UserId};

/// One thing of an instance, whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "snake_case")]
pub enum Record {
    /// What only ever grows.
    Counters(Counters),
    /// A role and what it allows.
    Role(Role),
    /// A user and its roles.
    User {
        /// The user.
        user: User,
        /// How many users were created before it, itself included: what tells apart those of the same time.
        number: u64,
        /// The global role it was given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        global_role: Option<String>,
        /// The roles it was given in rooms.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        room_roles: BTreeMap<RoomId, String>,
    },
    /// A room and its members.
    Room {
        /// The room, without what depends on who asks.
        room: Room,
        /// Who is in it.
        members: BTreeSet<UserId>,
        /// The latest message ever sent there, be it deleted since.
        latest: MessageId,
    },
    /// A message; the addresses of its files are empty, since they depend on who asks and when.
    Message(Message),
    /// A cursor.
    Cursor(Cursor),
    /// An uploaded or announced file, without its bytes.
    Attachment(AttachmentRecord),
    /// A deletion that was ordered.
    Job {
        /// The job.
        job: Job,
        /// How many were ordered before it, itself included.
        number: u64,
    },
}

/// How much there ever was: ids are not used again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counters {
    /// Users ever created.
    pub created_users: u64,
    /// Messages ever sent: the id of the last one.
    pub sent_messages: u64,
    /// Jobs ever ordered.
    pub ordered_jobs: u64,
}

/// Names a record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// The counters.
    Counters,
    /// A role.
    Role(Scope, String),
    /// A user.
    User(UserId),
    /// A room. Where it is gone its messages are too, without being named.
    Room(RoomId),
    /// A message.
    Message(RoomId, MessageId),
    /// A cursor.
    Cursor(UserId, RoomId),
    /// A file.
    Attachment(AttachmentId),
    /// A job, by its id.
    Job(String),
}

/// What a change did to the records.
#[expect(clippy::large_enum_variant, reason = "nearly every one is the largest")]
#[derive(Debug, Clone, PartialEq)]
pub enum Write {
    /// This record is new, or changed.
    Put(Record),
    /// The record of this name is gone.
    Remove(Key),
    /// Everything before is gone.
    RemoveAll,
}

impl Record {
    /// The record's name.
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

    /// The counters, if it is these.
    pub fn as_counters(&self) -> Option<Counters> {
        if let Self::Counters(counters) = self { Some(*counters) } else { None }
    }

    /// The file, if it is one.
    pub fn as_attachment(&self) -> Option<&AttachmentRecord> {
        if let Self::Attachment(file) = self { Some(file) } else { None }
    }
}
