//! What a client would know that heard every event: the state again, made of nothing but publications.

use std::collections::{BTreeMap, BTreeSet};

use chatkit::domain::{Event, Instance, Publication, Topic};
use chatkit::model::{CursorEvent, MembershipEvent, MessageId, Room, RoomEvent, RoomId, UserEvent, UserId};

/// What was heard so far.
#[derive(Debug, Default)]
pub(crate) struct Mirror {
    /// Each user's rooms, without their members: those are the part of the memberships topic.
    pub(crate) rooms: BTreeMap<UserId, BTreeMap<RoomId, Room>>,
    /// Each user's positions, as told on the user topic.
    pub(crate) positions: BTreeMap<UserId, BTreeMap<RoomId, i64>>,
    /// The same, as told on the cursor topics of rooms and of users.
    pub(crate) room_cursors: BTreeMap<(UserId, RoomId), i64>,
    pub(crate) user_cursors: BTreeMap<(UserId, RoomId), i64>,
    pub(crate) members: BTreeMap<RoomId, BTreeSet<UserId>>,
    pub(crate) messages: BTreeMap<RoomId, BTreeSet<MessageId>>,
}

impl Mirror {
    pub(crate) fn hear(&mut self, instance: &Instance, publications: Vec<Publication>) {
        for publication in publications {
            match (publication.topic, publication.event) {
                (Topic::User(user), Event::User(notice)) => {
                    if let Some(event) = instance.user_event(&user, &notice) {
                        self.hear_user(user, event);
                    }
                }
                (Topic::Room(room), Event::Room { event, latest }) => self.hear_room(room, &event, latest),
                (Topic::Memberships(room), Event::Membership(event)) => self.hear_membership(room, event),
                (Topic::RoomCursors(_), Event::Cursor(event)) => hear_cursor(&mut self.room_cursors, event),
                (Topic::UserCursors(_), Event::Cursor(event)) => hear_cursor(&mut self.user_cursors, event),
                (Topic::Notifications(_), Event::Notification(..)) => {}
                (topic, event) => panic!("{event:?} does not belong on {topic:?}"),
            }
        }
    }

    /// The members of a new room are in the answer to its creator and in `added_to_room`; no membership event tells.
    pub(crate) fn opened(&mut self, room: &Room) {
        let members = room.member_user_ids.iter().flatten().cloned().collect();
        assert!(self.members.insert(room.id.clone(), members).is_none());
        self.messages.insert(room.id.clone(), BTreeSet::new());
    }

    pub(crate) fn forget_room(&mut self, room: &RoomId) {
        self.members.remove(room);
        self.messages.remove(room);
        self.room_cursors.retain(|(_, id), _| id != room);
        self.user_cursors.retain(|(_, id), _| id != room);
        for positions in self.positions.values_mut() {
            positions.remove(room);
        }
    }

    pub(crate) fn forget_user(&mut self, user: &UserId) {
        self.rooms.remove(user);
        self.positions.remove(user);
        self.room_cursors.retain(|(id, _), _| id != user);
        self.user_cursors.retain(|(id, _), _| id != user);
    }

    fn hear_user(&mut self, user: UserId, event: UserEvent) {
        let rooms = self.rooms.entry(user.clone()).or_default();
        match event {
            UserEvent::InitialState(_) => panic!("a change publishes no state"),
            UserEvent::AddedToRoom { room } => {
                assert!(rooms.insert(room.id.clone(), without_members(room)).is_none(), "added twice");
            }
            UserEvent::RoomUpdated { room } => {
                let old = rooms.insert(room.id.clone(), without_members(room.clone()));
                assert_ne!(old.expect("a known room"), without_members(room), "nothing new");
            }
            UserEvent::RemovedFromRoom { room_id } | UserEvent::RoomDeleted { room_id } => {
                assert!(rooms.remove(&room_id).is_some(), "not known");
            }
            UserEvent::NewCursor(cursor) => {
                assert_eq!(cursor.user_id, user, "only one's own");
                self.positions.entry(user).or_default().insert(cursor.room_id, cursor.position);
            }
        }
    }

    fn hear_room(&mut self, room: RoomId, event: &RoomEvent, latest: MessageId) {
        let messages = self.messages.entry(room).or_default();
        match event {
            RoomEvent::NewMessage(message) => {
                assert_eq!(message.id, latest);
                assert!(messages.last().is_none_or(|last| *last < message.id), "ids grow");
                messages.insert(message.id);
            }
            RoomEvent::MessageDeleted { message_id } => assert!(messages.remove(message_id)),
            RoomEvent::IsTyping { .. } => assert!(messages.last().is_none_or(|last| *last <= latest)),
        }
    }

    fn hear_membership(&mut self, room: RoomId, event: MembershipEvent) {
        let members = self.members.entry(room).or_default();
        match event {
            MembershipEvent::InitialState { .. } => panic!("a change publishes no state"),
            MembershipEvent::UserJoined { user_id } => assert!(members.insert(user_id), "joined twice"),
            MembershipEvent::UserLeft { user_id } => assert!(members.remove(&user_id), "left twice"),
        }
    }
}

/// A room as it is compared: `room_updated` is not sent when only the members change.
pub(crate) fn without_members(room: Room) -> Room {
    Room { member_user_ids: None, ..room }
}

fn hear_cursor(cursors: &mut BTreeMap<(UserId, RoomId), i64>, event: CursorEvent) {
    match event {
        CursorEvent::InitialState(_) => panic!("a change publishes no state"),
        CursorEvent::NewCursor(cursor) => {
            cursors.insert((cursor.user_id, cursor.room_id), cursor.position);
        }
    }
}
