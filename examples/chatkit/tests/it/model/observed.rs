//! The state that a client computes from the events of its subscriptions alone.

use std::collections::{BTreeMap, BTreeSet};

use chatkit::model::{
    Cursor, CursorEvent, MembershipEvent, ReadState, Room, RoomEvent, TextRoomEvent, UserEvent, UserEventV7,
};

/// State that is computed from events.
pub(crate) trait Observer<E>: Default {
    fn apply(&mut self, event: E);
}

/// A user's rooms and positions, up to version 6.
#[derive(Debug, Default)]
pub(crate) struct ObservedUser {
    pub(crate) rooms: BTreeMap<String, Room>,
    pub(crate) positions: BTreeMap<String, i64>,
}

/// A user's rooms, members and read states, in version 7.
#[derive(Debug, Default)]
pub(crate) struct ObservedUserV7 {
    pub(crate) rooms: BTreeMap<String, Room>,
    pub(crate) members: BTreeMap<String, BTreeSet<String>>,
    pub(crate) read_states: BTreeMap<String, ReadState>,
}

/// The ids of a room's messages, in the order of arrival.
#[derive(Debug, Default)]
pub(crate) struct ObservedMessages(pub(crate) Vec<u64>);

/// The members of a room.
#[derive(Debug, Default)]
pub(crate) struct ObservedMembers(pub(crate) BTreeSet<String>);

/// The positions of a room or a user, by user and room.
#[derive(Debug, Default)]
pub(crate) struct ObservedCursors(pub(crate) BTreeMap<(String, String), i64>);

impl ObservedUser {
    fn cursor(&mut self, cursor: &Cursor) {
        self.positions.insert(cursor.room_id.to_string(), cursor.position);
    }
}

impl Observer<UserEvent> for ObservedUser {
    fn apply(&mut self, event: UserEvent) {
        match event {
            UserEvent::InitialState(state) => {
                self.rooms = state.rooms.into_iter().map(|room| (room.id.to_string(), room)).collect();
                state.cursors.iter().for_each(|cursor| self.cursor(cursor));
            }
            UserEvent::AddedToRoom { room } => {
                assert!(self.rooms.insert(room.id.to_string(), room).is_none(), "added twice");
            }
            UserEvent::RoomUpdated { room } => {
                assert!(self.rooms.insert(room.id.to_string(), room).is_some(), "an update of an unknown room");
            }
            UserEvent::RemovedFromRoom { room_id } | UserEvent::RoomDeleted { room_id } => {
                assert!(self.rooms.remove(room_id.as_str()).is_some(), "removed from an unknown room");
            }
            UserEvent::NewCursor(cursor) => self.cursor(&cursor),
        }
    }
}

impl Observer<UserEventV7> for ObservedUserV7 {
    fn apply(&mut self, event: UserEventV7) {
        match event {
            UserEventV7::InitialState(state) => {
                self.rooms = state.rooms.into_iter().map(|room| (room.id.to_string(), room)).collect();
                for membership in state.memberships {
                    let members = membership.user_ids.iter().map(ToString::to_string).collect();
                    self.members.insert(membership.room_id.to_string(), members);
                }
                let by_room = |state: ReadState| (state.room_id.to_string(), state);
                self.read_states = state.read_states.into_iter().map(by_room).collect();
            }
            UserEventV7::AddedToRoom { room, membership, read_state } => {
                let members = membership.user_ids.iter().map(ToString::to_string).collect();
                assert!(self.members.insert(room.id.to_string(), members).is_none(), "added twice");
                self.read_states.insert(room.id.to_string(), read_state);
                self.rooms.insert(room.id.to_string(), room);
            }
            UserEventV7::RoomUpdated { room } => {
                assert!(self.rooms.insert(room.id.to_string(), room).is_some(), "an update of an unknown room");
            }
            UserEventV7::RemovedFromRoom { room_id } | UserEventV7::RoomDeleted { room_id } => {
                assert!(self.rooms.remove(room_id.as_str()).is_some(), "removed from an unknown room");
                self.members.remove(room_id.as_str());
                self.read_states.remove(room_id.as_str());
            }
            UserEventV7::ReadStateUpdated { read_state } => {
                let old = self.read_states.insert(read_state.room_id.to_string(), read_state);
                assert!(old.is_some(), "a read state of an unknown room");
            }
            UserEventV7::UserJoinedRoom { room_id, user_id } => {
                assert!(self.members.get_mut(room_id.as_str()).unwrap().insert(user_id.to_string()), "joined twice");
            }
            UserEventV7::UserLeftRoom { room_id, user_id } => {
                assert!(self.members.get_mut(room_id.as_str()).unwrap().remove(user_id.as_str()), "left twice");
            }
        }
    }
}

impl Observer<RoomEvent> for ObservedMessages {
    fn apply(&mut self, event: RoomEvent) {
        match event {
            RoomEvent::NewMessage(message) => self.0.push(message.id.number()),
            RoomEvent::MessageDeleted { message_id } => {
                let place = self.0.iter().position(|id| *id == message_id.number());
                self.0.remove(place.expect("a message that was observed"));
            }
            RoomEvent::IsTyping { .. } => {}
        }
    }
}

impl Observer<TextRoomEvent> for ObservedMessages {
    fn apply(&mut self, event: TextRoomEvent) {
        match event {
            TextRoomEvent::NewMessage(message) => self.0.push(message.id.number()),
            TextRoomEvent::IsTyping { .. } => {}
        }
    }
}

impl Observer<MembershipEvent> for ObservedMembers {
    fn apply(&mut self, event: MembershipEvent) {
        match event {
            MembershipEvent::InitialState { user_ids } => self.0 = user_ids.iter().map(ToString::to_string).collect(),
            MembershipEvent::UserJoined { user_id } => assert!(self.0.insert(user_id.to_string()), "joined twice"),
            MembershipEvent::UserLeft { user_id } => assert!(self.0.remove(user_id.as_str()), "left twice"),
        }
    }
}

impl Observer<CursorEvent> for ObservedCursors {
    fn apply(&mut self, event: CursorEvent) {
        let key = |cursor: &Cursor| (cursor.user_id.to_string(), cursor.room_id.to_string());
        match event {
            CursorEvent::InitialState(state) => {
                self.0 = state.cursors.iter().map(|cursor| (key(cursor), cursor.position)).collect();
            }
            CursorEvent::NewCursor(cursor) => drop(self.0.insert(key(&cursor), cursor.position)),
        }
    }
}
