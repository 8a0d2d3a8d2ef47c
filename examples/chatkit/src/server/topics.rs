//! The topics of an instance: made when somebody listens, dropped when nobody does.

use std::collections::HashMap;
use std::hash::Hash;

use api_core::error::ErrorFormat as _;
use api_core::subscription::{EventHeaders, LagPolicy, Leash};
use api_core::{ApiError as _, End, Event, Subscription};
use jiff::Timestamp;
use pusher_platform::PlatformErrors;

use crate::api::ChatkitError;
use crate::domain::{Event as Happening, Publication, Topic as Place};
use crate::model::{CursorEvent, EventBody, MembershipEvent, RoomEvent, RoomId, TextRoomEvent, UserEvent, UserId};

/// How many events may wait for one subscriber before it is ended with a reason; it then comes back and starts over.
const WAITING: usize = 1024;

type Topic<E> = api_core::Topic<EventBody<E>>;

/// Every topic that somebody listens to.
///
/// It is only touched under the instance's lock, so that a snapshot and the events after it fit together without a gap.
#[derive(Debug, Default)]
pub(super) struct Topics {
    users: Table<UserId, UserEvent>,
    rooms: Table<RoomId, RoomEvent>,
    text_rooms: Table<RoomId, TextRoomEvent>,
    memberships: Table<RoomId, MembershipEvent>,
    room_cursors: Table<RoomId, CursorEvent>,
    user_cursors: Table<UserId, CursorEvent>,
    /// Ids of events that are not messages count up from here: unique within every topic.
    last_id: u64,
}

/// The topics of one kind by place.
#[derive(Debug)]
struct Table<K, E>(HashMap<K, Followed<E>>);

/// A topic and the leashes of those who follow it in their own name.
#[derive(Debug)]
struct Followed<E> {
    topic: Topic<E>,
    leashes: Vec<(UserId, Leash<EventBody<E>>)>,
}

impl Topics {
    /// Gives a change's events to whoever listens.
    pub(super) fn publish(&mut self, publications: Vec<Publication>, now: Timestamp) {
        for Publication { topic, event } in publications {
            match (topic, event) {
                (Place::User(user), Happening::User(event)) => {
                    let id = self.next_id();
                    self.users.publish(&user, id, event, now);
                }
                (Place::Room(room), Happening::Room { event, latest }) => {
                    let id = latest.to_string();
                    if let Some(text) = event.to_text() {
                        self.text_rooms.publish(&room, id.clone(), text, now);
                    }
                    self.rooms.publish(&room, id, event, now);
                }
                (Place::Memberships(room), Happening::Membership(event)) => {
                    let id = self.next_id();
                    if let MembershipEvent::UserLeft { user_id } = &event {
                        self.dismiss(&room, user_id);
                    }
                    self.memberships.publish(&room, id, event, now);
                }
                (Place::RoomCursors(room), Happening::Cursor(event)) => {
                    let id = self.next_id();
                    self.room_cursors.publish(&room, id, event, now);
                }
                (Place::UserCursors(user), Happening::Cursor(event)) => {
                    let id = self.next_id();
                    self.user_cursors.publish(&user, id, event, now);
                }
                // The domain puts every event on a topic of its kind.
                (_, Happening::User(_) | Happening::Room { .. } | Happening::Membership(_) | Happening::Cursor(_)) => {}
            }
        }
    }

    /// Ends what a user follows by right of being in a room.
    fn dismiss(&mut self, room: &RoomId, user: &UserId) {
        let end = end(&ChatkitError::MissingPermission(format!("The user {user} is not a member of the room {room}.")));
        self.rooms.dismiss(room, user, &end);
        self.text_rooms.dismiss(room, user, &end);
        self.memberships.dismiss(room, user, &end);
    }

    /// Ends what is followed of a room that is no more. Its id may be taken again, by others.
    pub(super) fn end_room(&mut self, room: &RoomId) {
        let end = end(&ChatkitError::RoomNotFound(format!("The room {room} does not exist.")));
        self.rooms.end(room, &end);
        self.text_rooms.end(room, &end);
        self.memberships.end(room, &end);
        self.room_cursors.end(room, &end);
    }

    /// Ends what is followed of a user who is no more.
    pub(super) fn end_user(&mut self, user: &UserId) {
        let end = end(&ChatkitError::UserNotFound(format!("The user {user} does not exist.")));
        self.users.end(user, &end);
        self.user_cursors.end(user, &end);
    }

    /// Ends everything: the instance was wiped.
    pub(super) fn end_all(&mut self) {
        let end = end(&ChatkitError::UserNotFound("The instance was wiped.".to_owned()));
        self.users.end_all(&end);
        self.rooms.end_all(&end);
        self.text_rooms.end_all(&end);
        self.memberships.end_all(&end);
        self.room_cursors.end_all(&end);
        self.user_cursors.end_all(&end);
    }

    pub(super) fn follow_user(&mut self, user: &UserId, first: UserEvent, now: Timestamp) -> Events<UserEvent> {
        let id = self.next_id();
        self.users.follow(user, None, vec![(id, first)], now)
    }

    pub(super) fn follow_room(
        &mut self,
        room: &RoomId,
        who: Option<&UserId>,
        first: Vec<(String, RoomEvent)>,
        now: Timestamp,
    ) -> Events<RoomEvent> {
        self.rooms.follow(room, who, first, now)
    }

    pub(super) fn follow_text_room(
        &mut self,
        room: &RoomId,
        who: Option<&UserId>,
        first: Vec<(String, TextRoomEvent)>,
        now: Timestamp,
    ) -> Events<TextRoomEvent> {
        self.text_rooms.follow(room, who, first, now)
    }

    pub(super) fn follow_memberships(
        &mut self,
        room: &RoomId,
        who: Option<&UserId>,
        first: MembershipEvent,
        now: Timestamp,
    ) -> Events<MembershipEvent> {
        let id = self.next_id();
        self.memberships.follow(room, who, vec![(id, first)], now)
    }

    pub(super) fn follow_room_cursors(
        &mut self,
        room: &RoomId,
        first: CursorEvent,
        now: Timestamp,
    ) -> Events<CursorEvent> {
        let id = self.next_id();
        self.room_cursors.follow(room, None, vec![(id, first)], now)
    }

    pub(super) fn follow_user_cursors(
        &mut self,
        user: &UserId,
        first: CursorEvent,
        now: Timestamp,
    ) -> Events<CursorEvent> {
        let id = self.next_id();
        self.user_cursors.follow(user, None, vec![(id, first)], now)
    }

    fn next_id(&mut self) -> String {
        self.last_id += 1;
        self.last_id.to_string()
    }
}

/// A subscription to a topic of the instance.
type Events<E> = Subscription<EventBody<E>>;

impl<K: Clone + Eq + Hash, E: Clone + Send + Sync + 'static> Table<K, E> {
    fn publish(&mut self, place: &K, id: String, event: E, timestamp: Timestamp) {
        let Some(followed) = self.0.get(place) else { return };
        followed.topic.publish_now(Event::with_id(id, EventBody { event, timestamp }));
        if followed.topic.subscribers() == 0 {
            self.0.remove(place);
        }
    }

    fn follow(&mut self, place: &K, who: Option<&UserId>, first: Vec<(String, E)>, timestamp: Timestamp) -> Events<E> {
        if self.0.len() == self.0.capacity() {
            // Topics that everybody left go before the table grows: a caller who comes and goes leaves nothing behind.
            self.0.retain(|_, followed| followed.topic.subscribers() > 0);
        }
        let followed = self
            .0
            .entry(place.clone())
            .or_insert_with(|| Followed { topic: Topic::new(WAITING, LagPolicy::Close), leashes: Vec::new() });
        let first = first.into_iter().map(|(id, event)| Event::with_id(id, EventBody { event, timestamp }));
        let (events, leash) = followed.topic.subscribe_on_leash(first);
        if let Some(user) = who {
            if followed.leashes.len() == followed.leashes.capacity() {
                followed.leashes.retain(|(_, leash)| !leash.is_slack());
            }
            followed.leashes.push((user.clone(), leash));
        }
        events
    }

    fn dismiss(&mut self, place: &K, user: &UserId, end: &End) {
        if let Some(followed) = self.0.get_mut(place) {
            followed.leashes.retain(|(who, leash)| {
                if who == user {
                    leash.finish(end);
                }
                who != user
            });
        }
    }

    fn end(&mut self, place: &K, end: &End) {
        if let Some(followed) = self.0.remove(place) {
            followed.topic.finish(end);
        }
    }

    fn end_all(&mut self, end: &End) {
        for (_, followed) in self.0.drain() {
            followed.topic.finish(end);
        }
    }
}

/// An error as the end of a subscription, in the form that every error has.
fn end(error: &ChatkitError) -> End {
    let document = error.document();
    let body = serde_json::from_slice(&PlatformErrors.encode(&document)).unwrap_or_default();
    End { status: document.status.as_u16(), headers: EventHeaders::new(), body }
}

impl<K, E> Default for Table<K, E> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}
