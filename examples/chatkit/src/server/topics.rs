//! The topics of an instance: made when somebody listens, dropped when nobody does.

use std::collections::HashMap;
use std::hash::Hash;

use api_core::subscription::LagPolicy;
use api_core::{Event, Subscription};
use jiff::Timestamp;

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

#[derive(Debug)]
struct Table<K, E>(HashMap<K, Topic<E>>);

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

    pub(super) fn follow_user(&mut self, user: &UserId, first: UserEvent, now: Timestamp) -> Events<UserEvent> {
        let id = self.next_id();
        self.users.follow(user, vec![(id, first)], now)
    }

    pub(super) fn follow_room(
        &mut self,
        room: &RoomId,
        first: Vec<(String, RoomEvent)>,
        now: Timestamp,
    ) -> Events<RoomEvent> {
        self.rooms.follow(room, first, now)
    }

    pub(super) fn follow_text_room(
        &mut self,
        room: &RoomId,
        first: Vec<(String, TextRoomEvent)>,
        now: Timestamp,
    ) -> Events<TextRoomEvent> {
        self.text_rooms.follow(room, first, now)
    }

    pub(super) fn follow_memberships(
        &mut self,
        room: &RoomId,
        first: MembershipEvent,
        now: Timestamp,
    ) -> Events<MembershipEvent> {
        let id = self.next_id();
        self.memberships.follow(room, vec![(id, first)], now)
    }

    pub(super) fn follow_room_cursors(
        &mut self,
        room: &RoomId,
        first: CursorEvent,
        now: Timestamp,
    ) -> Events<CursorEvent> {
        let id = self.next_id();
        self.room_cursors.follow(room, vec![(id, first)], now)
    }

    pub(super) fn follow_user_cursors(
        &mut self,
        user: &UserId,
        first: CursorEvent,
        now: Timestamp,
    ) -> Events<CursorEvent> {
        let id = self.next_id();
        self.user_cursors.follow(user, vec![(id, first)], now)
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
        let Some(topic) = self.0.get(place) else { return };
        topic.publish_now(Event::with_id(id, EventBody { event, timestamp }));
        if topic.subscribers() == 0 {
            self.0.remove(place);
        }
    }

    fn follow(&mut self, place: &K, first: Vec<(String, E)>, timestamp: Timestamp) -> Events<E> {
        let topic = self.0.entry(place.clone()).or_insert_with(|| Topic::new(WAITING, LagPolicy::Close));
        topic.subscribe_with(first.into_iter().map(|(id, event)| Event::with_id(id, EventBody { event, timestamp })))
    }
}

impl<K, E> Default for Table<K, E> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}
