//! What was answered with success, and whether it is still there.

use std::collections::{BTreeMap, BTreeSet};

use chatkit::api::{Chatkit as _, ChatkitAuthorizer as _, ChatkitCursors as _, ChatkitError, PresignedFiles as _};
use chatkit::model::{AttachmentId, MessageId, Part, Pass, RoomId, UserId};
use pusher_platform::token::Grant;

use super::served::Served;

/// A call that succeeded.
#[derive(Debug, Clone)]
pub(crate) enum Answered {
    User(UserId),
    Room(RoomId),
    Joined(RoomId, UserId),
    Message(RoomId, MessageId, String),
    Deleting(MessageId),
    Deleted(RoomId, MessageId),
    Cursor(RoomId, UserId, i64),
    Role(UserId),
    File(RoomId, AttachmentId, Vec<u8>),
}

/// Everything that was answered so far.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    users: BTreeSet<UserId>,
    rooms: BTreeSet<RoomId>,
    members: BTreeSet<(RoomId, UserId)>,
    messages: BTreeMap<MessageId, (RoomId, String)>,
    /// Every id that was ever answered, that of a deleted message included.
    ids: BTreeSet<MessageId>,
    deleted: BTreeSet<(RoomId, MessageId)>,
    cursors: BTreeMap<(RoomId, UserId), i64>,
    roles: BTreeSet<UserId>,
    files: BTreeMap<AttachmentId, (RoomId, Vec<u8>)>,
}

impl Journal {
    pub(crate) fn note(&mut self, answered: Answered) {
        match answered {
            Answered::User(user) => drop(self.users.insert(user)),
            Answered::Room(room) => drop(self.rooms.insert(room)),
            Answered::Joined(room, user) => drop(self.members.insert((room, user))),
            Answered::Message(room, id, content) => {
                assert!(self.ids.insert(id), "the id {id} was given twice");
                self.messages.insert(id, (room, content));
            }
            // From the request to its answer it is either there or not.
            Answered::Deleting(id) => drop(self.messages.remove(&id)),
            Answered::Deleted(room, id) => drop(self.deleted.insert((room, id))),
            Answered::Cursor(room, user, position) => drop(self.cursors.insert((room, user), position)),
            Answered::Role(user) => drop(self.roles.insert(user)),
            Answered::File(room, id, content) => drop(self.files.insert(id, (room, content))),
        }
    }

    /// The last message of a room that was answered.
    pub(crate) fn last_in(&self, room: &RoomId) -> Option<MessageId> {
        self.messages.iter().rev().find(|(_, (other, _))| other == room).map(|(id, _)| *id)
    }

    /// How much of each kind there is, so that a test can tell that it tested something.
    pub(crate) fn sizes(&self) -> [usize; 8] {
        let Self { users, rooms, members, messages, ids: _, deleted, cursors, roles, files } = self;
        [
            users.len(),
            rooms.len(),
            members.len(),
            messages.len(),
            deleted.len(),
            cursors.len(),
            roles.len(),
            files.len(),
        ]
    }

    /// Asks a server for all of it.
    pub(crate) async fn check(&self, served: &Served) {
        let (root, downloads) = (served.client(Grant::superuser()), served.files());
        for user in &self.users {
            assert_eq!(root.chatkit.user(user.clone()).await.unwrap().id, *user);
        }
        for room in &self.rooms {
            let found = root.chatkit.room(room.clone()).await.unwrap().member_user_ids.unwrap_or_default();
            let answered = self.members.iter().filter(|(other, _)| other == room);
            for (_, user) in answered {
                assert!(found.contains(user), "{user} joined {room}");
            }
        }
        for (id, (room, content)) in &self.messages {
            let message = root.chatkit.message(room.clone(), *id).await.unwrap();
            assert!(
                matches!(&message.parts[0], Part::Inline { content: found, .. } if found == content),
                "{message:?}"
            );
        }
        for (room, id) in &self.deleted {
            let found = root.chatkit.message(room.clone(), *id).await;
            assert!(matches!(found, Err(ChatkitError::MessageNotFound(_))), "{id} was deleted: {found:?}");
        }
        for ((room, user), position) in &self.cursors {
            let cursor = root.cursors.cursor(room.clone(), user.clone()).await.unwrap().expect("the cursor was set");
            // The next one may have been kept without an answer.
            assert!(cursor.position >= *position, "{cursor:?} was {position}");
        }
        for user in &self.roles {
            let roles = root.authorizer.roles_of_user(user.clone()).await.unwrap();
            assert_eq!(roles.iter().map(|role| role.role_name.as_str()).collect::<Vec<_>>(), ["admin"]);
        }
        for (id, (room, content)) in &self.files {
            let file = root.chatkit.attachment(room.clone(), id.clone()).await.unwrap();
            let download = downloads.download(id.clone(), "file".to_owned(), pass(&file.download_url)).await;
            assert_eq!(download.unwrap().content, content);
        }
    }
}

/// What stands for the right to an address.
pub(crate) fn pass(address: &str) -> Pass {
    let (_, pass) = address.split_once("?pass=").expect("an address carries its pass");
    Pass { pass: pass.to_owned() }
}
