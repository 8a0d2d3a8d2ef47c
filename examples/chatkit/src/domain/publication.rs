//! What a change causes: events, each on its topic.
//!
//! An event says no more than what happened. What each version of a service tells of it is made where somebody listens, see
//! [`Instance::told`](super::Instance::told): a message in a room of a hundred members would else cost a hundred lists of a hundred.

use crate::model::{Cursor, CursorEvent, MembershipEvent, MessageId, RoomEvent, RoomId, UserId};

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
    /// What one user is notified of.
    Notifications(UserId),
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// On [`Topic::User`].
    User(Notice),
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
    /// On [`Topic::Notifications`]: this message of this room.
    Notification(RoomId, MessageId),
}

/// What happened to a user.
#[derive(Debug, Clone, PartialEq)]
pub enum Notice {
    /// The user is now in this room.
    AddedToRoom(RoomId),
    /// The user is no longer in this room.
    RemovedFromRoom(RoomId),
    /// This room of the user changed.
    RoomUpdated(RoomId),
    /// There is more or less to read for the user in this room.
    ReadingChanged(RoomId),
    /// This room of the user is gone.
    RoomDeleted(RoomId),
    /// The user's own cursor was set.
    CursorSet(Cursor),
    /// With the cursor, there is more or less to read for the user in this room.
    CursorMovedReading(RoomId),
    /// Somebody else is now in a room of the user.
    UserJoined(RoomId, UserId),
    /// Somebody else is no longer in a room of the user.
    UserLeft(RoomId, UserId),
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
    pub(super) fn to_user(user: &UserId, notice: Notice) -> Self {
        Self { topic: Topic::User(user.clone()), event: Event::User(notice) }
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

    pub(super) fn to_notifications(user: &UserId, room: &RoomId, message: MessageId) -> Self {
        Self { topic: Topic::Notifications(user.clone()), event: Event::Notification(room.clone(), message) }
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
    pub fn quietly(value: T) -> Self {
        Self { value, publications: Vec::new() }
    }
}
