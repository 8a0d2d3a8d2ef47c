//! Compares the state that a client computed from events with the model.

use std::collections::{BTreeMap, BTreeSet};

use super::Reference;
use crate::model::observed::{ObservedCursors, ObservedMembers, ObservedMessages, ObservedUser, ObservedUserV7};

impl Reference {
    /// Compares a user up to version 6.
    pub(crate) fn check_user(&self, user: &str, observed: &ObservedUser) {
        let mine = self.rooms_of(user);
        assert_eq!(observed.rooms.keys().cloned().collect::<BTreeSet<_>>(), texts(&mine), "rooms of {user}");
        for name in mine {
            let (room, found) = (&self.rooms[name], &observed.rooms[name]);
            assert_eq!(found.private, room.private, "{user} in {name}");
            assert_eq!(found.unread_count, Some(self.unread(user, name) as u64), "{user} in {name}");
            let last = found.last_message_at.map(chatkit::model::Time::as_second);
            assert_eq!(last, room.last_message_at(), "{user} in {name}");
        }
        // A deleted room has no cursors. The client removes them with the room, without an event.
        for room in self.rooms.keys() {
            let known = observed.positions.get(*room).copied();
            if let Some(position) = self.position(user, room) {
                assert_eq!(known, Some(position), "{user} in {room}");
            }
        }
    }

    /// Compares a user of version 7.
    pub(crate) fn check_user_v7(&self, user: &str, observed: &ObservedUserV7) {
        let mine = self.rooms_of(user);
        assert_eq!(observed.rooms.keys().cloned().collect::<BTreeSet<_>>(), texts(&mine), "rooms of {user}");
        assert_eq!(observed.members.len(), mine.len(), "{user}");
        assert_eq!(observed.read_states.len(), mine.len(), "{user}");
        for name in mine {
            let (room, state) = (&self.rooms[name], &observed.read_states[name]);
            assert_eq!(observed.rooms[name].private, room.private, "{user} in {name}");
            assert_eq!(observed.members[name], texts(&room.members), "{user} in {name}");
            assert_eq!(state.unread_count, self.unread(user, name) as u64, "{user} in {name}");
            let position = state.cursor.as_ref().map(|cursor| cursor.position);
            assert_eq!(position, self.position(user, name), "{user} in {name}");
        }
    }

    pub(crate) fn check_messages(&self, room: &str, observed: &ObservedMessages) {
        assert_eq!(observed.0, self.rooms[room].messages.keys().copied().collect::<Vec<_>>(), "{room}");
    }

    /// Compares messages in version 2, which has no event for a deleted message.
    pub(crate) fn check_text_messages(&self, room: &str, observed: &ObservedMessages) {
        assert_eq!(observed.0, self.rooms[room].sent, "{room}");
    }

    pub(crate) fn check_members(&self, room: &str, observed: &ObservedMembers) {
        assert_eq!(observed.0, texts(&self.rooms[room].members), "{room}");
    }

    /// Compares the cursors of a room, or those of a user.
    pub(crate) fn check_cursors(&self, are_of: impl Fn(&str, &str) -> bool, observed: &ObservedCursors) {
        let expected = self.cursors.iter().filter(|((room, user), _)| are_of(room, user));
        let expected = expected.map(|((room, user), position)| (((*user).to_owned(), (*room).to_owned()), *position));
        assert_eq!(observed.0, expected.collect::<BTreeMap<_, _>>());
    }
}

fn texts(names: &BTreeSet<&'static str>) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}
