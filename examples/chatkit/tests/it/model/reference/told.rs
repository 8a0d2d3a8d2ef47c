//! What a client was told, against the model.

use std::collections::{BTreeMap, BTreeSet};

use super::Reference;
use crate::model::told::{CursorsTold, MembersTold, MessagesTold, UserTold, UserToldV7};

impl Reference {
    /// A user up to version 6.
    pub(crate) fn check_user(&self, user: &str, told: &UserTold) {
        let mine = self.rooms_of(user);
        assert_eq!(told.rooms.keys().cloned().collect::<BTreeSet<_>>(), texts(&mine), "rooms of {user}");
        for name in mine {
            let (room, found) = (&self.rooms[name], &told.rooms[name]);
            assert_eq!(found.private, room.private, "{user} in {name}");
            assert_eq!(found.unread_count, Some(self.unread(user, name) as u64), "{user} in {name}");
            let last = found.last_message_at.map(jiff::Timestamp::as_second);
            assert_eq!(last, room.last_message_at(), "{user} in {name}");
        }
        // Rooms that are deleted take their cursors with them, which is told with the room.
        for room in self.rooms.keys() {
            let known = told.positions.get(*room).copied();
            if let Some(position) = self.position(user, room) {
                assert_eq!(known, Some(position), "{user} in {room}");
            }
        }
    }

    /// A user of version 7.
    pub(crate) fn check_user_v7(&self, user: &str, told: &UserToldV7) {
        let mine = self.rooms_of(user);
        assert_eq!(told.rooms.keys().cloned().collect::<BTreeSet<_>>(), texts(&mine), "rooms of {user}");
        assert_eq!(told.members.len(), mine.len(), "{user}");
        assert_eq!(told.read_states.len(), mine.len(), "{user}");
        for name in mine {
            let (room, state) = (&self.rooms[name], &told.read_states[name]);
            assert_eq!(told.rooms[name].private, room.private, "{user} in {name}");
            assert_eq!(told.members[name], texts(&room.members), "{user} in {name}");
            assert_eq!(state.unread_count, self.unread(user, name) as u64, "{user} in {name}");
            let position = state.cursor.as_ref().map(|cursor| cursor.position);
            assert_eq!(position, self.position(user, name), "{user} in {name}");
        }
    }

    pub(crate) fn check_messages(&self, room: &str, told: &MessagesTold) {
        assert_eq!(told.0, self.rooms[room].messages.keys().copied().collect::<Vec<_>>(), "{room}");
    }

    /// Version 2 knows of no deleted messages.
    pub(crate) fn check_text_messages(&self, room: &str, told: &MessagesTold) {
        assert_eq!(told.0, self.rooms[room].sent, "{room}");
    }

    pub(crate) fn check_members(&self, room: &str, told: &MembersTold) {
        assert_eq!(told.0, texts(&self.rooms[room].members), "{room}");
    }

    /// The cursors of a room, or those of a user.
    pub(crate) fn check_cursors(&self, are_of: impl Fn(&str, &str) -> bool, told: &CursorsTold) {
        let expected = self.cursors.iter().filter(|((room, user), _)| are_of(room, user));
        let expected = expected.map(|((room, user), position)| (((*user).to_owned(), (*room).to_owned()), *position));
        assert_eq!(told.0, expected.collect::<BTreeMap<_, _>>());
    }
}

fn texts(names: &BTreeSet<&'static str>) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}
