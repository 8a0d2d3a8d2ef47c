//! A journal of acknowledged changes, and a check that a server still has them.

use std::collections::{BTreeMap, BTreeSet};

use chatkit::api::{Chatkit as _, ChatkitAuthorizer as _, ChatkitCursors as _, ChatkitError, PresignedFiles as _};
use chatkit::model::{AttachmentId, MessageId, Part, Pass, RoomId, UserId};
use pusher_platform::token::Grant;

use super::served::Served;

/// An acknowledged change.
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

/// All acknowledged changes.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    users: BTreeSet<UserId>,
    rooms: BTreeSet<RoomId>,
    members: BTreeSet<(RoomId, UserId)>,
    messages: BTreeMap<MessageId, (RoomId, String)>,
    /// All message ids that were returned, including those of deleted messages.
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
                assert!(self.ids.insert(id), "the id {id} was assigned twice");
                self.messages.insert(id, (room, content));
            }
            // Between the request and its response, the message may or may not exist.
            Answered::Deleting(id) => drop(self.messages.remove(&id)),
            Answered::Deleted(room, id) => drop(self.deleted.insert((room, id))),
            Answered::Cursor(room, user, position) => drop(self.cursors.insert((room, user), position)),
            Answered::Role(user) => drop(self.roles.insert(user)),
            Answered::File(room, id, content) => drop(self.files.insert(id, (room, content))),
        }
    }

    /// Returns the last acknowledged message of a room.
    pub(crate) fn last_in(&self, room: &RoomId) -> Option<MessageId> {
        self.messages.iter().rev().find(|(_, (other, _))| other == room).map(|(id, _)| *id)
    }

    /// Returns the number of changes of each kind.
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

    /// Asserts that a server has all acknowledged changes.
    pub(crate) async fn check(&self, served: &Served) {
        let (root, downloads) = (served.client(Grant::superuser()), served.files());
        for user in &self.users {
            assert_eq!(root.chatkit.user(user.clone()).await.unwrap().id, *user);
        }
        for room in &self.rooms {
            let found = root.chatkit.room(room.clone()).await.unwrap().member_user_ids;
            let found = found.into_change().flatten().unwrap_or_default();
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
            // A later position may have been stored without a response.
            assert!(cursor.position >= *position, "{cursor:?} was {position}");
        }
        for user in &self.roles {
            let roles = root.authorizer.roles_of_user(user.clone()).await.unwrap();
            assert_eq!(roles.iter().map(|role| role.role_name.as_str()).collect::<Vec<_>>(), ["admin"]);
        }
        for (id, (room, content)) in &self.files {
            let file = root.chatkit.attachment(room.clone(), id.clone()).await.unwrap();
            let download = downloads.download(id.clone(), "file".to_owned(), pass(&file.download_url)).await;
            assert_eq!(download.unwrap().content.collect(content.len()).await.unwrap(), content);
        }
    }
}

/// Returns the query parameter `pass` of a presigned URL.
pub(crate) fn pass(address: &str) -> Pass {
    let (_, pass) = address.split_once("?pass=").expect("a presigned URL has a pass");
    Pass { pass: pass.to_owned() }
}
