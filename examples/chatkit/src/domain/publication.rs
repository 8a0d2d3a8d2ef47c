//! What a change causes: events, each on its topic.

use crate::model::{CursorEvent, MembershipEvent, MessageId, RoomEvent, RoomId, UserEvent, UserId};

/// Where subscribers listen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// What one user is told.
    User(UserId),
    /// What happens in one room.
    Room(RoomId),
    /// Who comes to and goes from one room.
    Memberships(RoomId),
    /// How far one room is read by all.
    RoomCursors(RoomId),
    /// How far all rooms are read by one user.
    UserCursors(UserId),
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// On [`Topic::User`].
    User(UserEvent),
    /// On [`Topic::Room`]; version 2 of the service sees it through [`RoomEvent::to_text`].
    Room {
        /// What happened.
        event: RoomEvent,
        /// The latest message of the room at that time: the id of the event, so that resuming after it loses nothing.
        latest: MessageId,
    },
    /// On [`Topic::Memberships`].
    Membership(MembershipEvent),
    /// On [`Topic::RoomCursors`] and [`Topic::UserCursors`].
    Cursor(CursorEvent),
}

/// One event, to be published on one topic.
#[derive(Debug, Clone, PartialEq)]
pub struct Publication {
    /// Where.
    pub topic: Topic,
    /// What.
    pub event: Event,
}

impl Publication {
    pub(super) fn to_user(user: &UserId, event: UserEvent) -> Self {
        Self { topic: Topic::User(user.clone()), event: Event::User(event) }
    }

    pub(super) fn to_room(room: &RoomId, event: RoomEvent, latest: MessageId) -> Self {
        Self { topic: Topic::Room(room.clone()), event: Event::Room { event, latest } }
    }

    pub(super) fn to_memberships(room: &RoomId, event: MembershipEvent) -> Self {
        Self { topic: Topic::Memberships(room.clone()), event: Event::Membership(event) }
    }

    pub(super) fn to_cursors(topic: Topic, event: CursorEvent) -> Self {
        Self { topic, event: Event::Cursor(event) }
    }
}

/// The answer to a change, and what the change causes, in the order in which it is to be published.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "the events are to be published"]
pub struct Changed<T> {
    /// The answer.
    pub value: T,
    /// The events.
    pub publications: Vec<Publication>,
}

impl<T> Changed<T> {
    /// The answer to a change that nobody else has to know of.
    pub(super) fn quietly(value: T) -> Self {
        Self { value, publications: Vec::new() }
    }
}
