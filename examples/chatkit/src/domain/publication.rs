//! The events that a change causes, each with its topic.
//!
//! An event contains only what happened. It is converted to a version of the service only if a client subscribes to
//! that version, see [`Instance::user_event`](super::Instance::user_event): otherwise, a message in a room of a hundred
//! members would create a hundred lists of a hundred members.

use crate::model::{Cursor, CursorEvent, MembershipEvent, MessageId, RoomEvent, RoomId, UserId};

/// A topic of subscriptions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// The events of a user.
    User(UserId),
    /// The events of a room.
    Room(RoomId),
    /// The memberships of a room.
    Memberships(RoomId),
    /// The cursors of a room.
    RoomCursors(RoomId),
    /// The cursors of a user.
    UserCursors(UserId),
    /// The notifications of a user.
    Notifications(UserId),
}

/// An event, by topic.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// On [`Topic::User`].
    User(Notice),
    /// On [`Topic::Room`]. Version 2 of the service converts it by [`RoomEvent::to_text`].
    Room {
        /// The event.
        event: RoomEvent,
        /// The room's latest message at that time. It is the event's id: resuming after it loses nothing.
        latest: MessageId,
    },
    /// On [`Topic::Room`]: fewer users than before may be allowed to follow the room. It is not sent: subscriptions
    /// that are no longer permitted end.
    AccessChanged,
    /// On [`Topic::Memberships`].
    Membership(MembershipEvent),
    /// On [`Topic::RoomCursors`] and [`Topic::UserCursors`].
    Cursor(CursorEvent),
    /// On [`Topic::Notifications`]: a message of a room.
    Notification(RoomId, MessageId),
}

/// An event of a user, independent of the version of the service.
#[derive(Debug, Clone, PartialEq)]
pub enum Notice {
    /// The user was added to the room.
    AddedToRoom(RoomId),
    /// The user was removed from the room.
    RemovedFromRoom(RoomId),
    /// The room of the user changed.
    RoomUpdated(RoomId),
    /// The room has another last message than before.
    LastMessageChanged(RoomId),
    /// The user's unread count or last message time in the room changed.
    ReadStateChanged(RoomId),
    /// The room of the user was deleted.
    RoomDeleted(RoomId),
    /// The user's cursor was set.
    CursorSet(Cursor),
    /// The cursor changed the user's unread count in the room.
    ReadStateChangedByCursor(RoomId),
    /// Another user joined a room of the user.
    UserJoined(RoomId, UserId),
    /// Another user left a room of the user.
    UserLeft(RoomId, UserId),
}

/// An event to be published on a topic.
#[derive(Debug, Clone, PartialEq)]
pub struct Publication {
    /// The topic.
    pub topic: Topic,
    /// The event.
    pub event: Event,
}

impl Publication {
    pub(super) fn to_user(user: &UserId, notice: Notice) -> Self {
        Self { topic: Topic::User(user.clone()), event: Event::User(notice) }
    }

    pub(super) fn to_room(room: &RoomId, event: RoomEvent, latest: MessageId) -> Self {
        Self { topic: Topic::Room(room.clone()), event: Event::Room { event, latest } }
    }

    /// Creates the event of a room that was created, became private or lost a member.
    pub(super) fn access_changed(room: &RoomId) -> Self {
        Self { topic: Topic::Room(room.clone()), event: Event::AccessChanged }
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

/// The result of a change and the events it causes, in the order of publication.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "the events are to be published"]
pub struct Changed<T> {
    /// The result.
    pub value: T,
    /// The events.
    pub publications: Vec<Publication>,
}

impl<T> Changed<T> {
    /// Creates the result of a change that causes no events.
    pub fn without_events(value: T) -> Self {
        Self { value, publications: Vec::new() }
    }
}
