//! The topics of an instance. A topic exists while it has subscribers.

use std::collections::{HashMap, HashSet};

use api_core::error::ErrorFormat as _;
use api_core::subscription::EventHeaders;
use api_core::{ApiError as _, End};
use jiff::Timestamp;
use pusher_platform::PlatformErrors;

use super::table::{Follower, Table};
use crate::api::ChatkitError;
use crate::domain::{Event as Happening, Instance, NotificationOptions, Publication, Refusal, Topic as Place};
use crate::model::{
    CursorEvent, MembershipEvent, Presence, PresenceEvent, PushEvent, RoomEvent, RoomId, UserEvent, UserEventV7, UserId,
};

/// All topics with subscribers, and the registered devices.
///
/// They are accessed only while the state is locked, so that there is no gap between a snapshot and the events after
/// it.
#[derive(Debug, Default)]
pub(super) struct Topics {
    pub(super) users: Table<UserId, UserEvent>,
    pub(super) users_v7: Table<UserId, UserEventV7>,
    /// Of every version. Each subscriber adds the addresses of files itself, because they depend on the host that it
    /// has named.
    pub(super) rooms: Table<RoomId, RoomEvent>,
    pub(super) memberships: Table<RoomId, MembershipEvent>,
    pub(super) room_cursors: Table<RoomId, CursorEvent>,
    pub(super) user_cursors: Table<UserId, CursorEvent>,
    pub(super) presence: Table<UserId, PresenceEvent>,
    pub(super) notifications: Table<UserId, PushEvent>,
    /// It has no events. It ends the registrations of a deleted user.
    pub(super) registrations: Table<UserId, PresenceEvent>,
    /// The registered devices of each user, by numbers that are never reused. Users without devices have no entry.
    registered: HashMap<UserId, HashSet<u64>>,
    /// The last id of an event that is not a message. Such ids are unique within every topic.
    last_id: u64,
}

impl Topics {
    /// Publishes the events of a change.
    pub(super) fn publish(
        &mut self,
        instance: &Instance,
        notifications: &NotificationOptions,
        publications: Vec<Publication>,
        now: Timestamp,
    ) {
        for Publication { topic, event } in publications {
            let id = self.next_id();
            match (topic, event) {
                (Place::User(user), Happening::User(notice)) => {
                    self.users.publish(&user, &id, now, || instance.user_event(&user, &notice));
                    self.users_v7.publish(&user, &id, now, || instance.user_event_v7(&user, &notice));
                }
                (Place::Room(room), Happening::Room { event, latest }) => {
                    let id = latest.to_string();
                    self.rooms.publish(&room, &id, now, || Some(event));
                }
                (Place::Room(room), Happening::AccessChanged) => self.end_refused_in(&room, instance),
                (Place::Memberships(room), Happening::Membership(event)) => {
                    self.memberships.publish(&room, &id, now, || Some(event.clone()));
                }
                (Place::RoomCursors(room), Happening::Cursor(event)) => {
                    self.room_cursors.publish(&room, &id, now, || Some(event.clone()));
                }
                (Place::UserCursors(user), Happening::Cursor(event)) => {
                    self.user_cursors.publish(&user, &id, now, || Some(event.clone()));
                }
                (Place::Notifications(user), Happening::Notification(room, message)) => {
                    self.notifications
                        .publish(&user, &id, now, || instance.notification(&room, message, notifications));
                }
                // The domain publishes every event on a topic of its kind.
                _ => {}
            }
        }
    }

    /// Returns the online state of a user.
    pub(super) fn presence_of(&self, user: &UserId) -> Presence {
        if self.registered.contains_key(user) { Presence::Online } else { Presence::Offline }
    }

    /// Adds a device and returns its number.
    pub(super) fn register(&mut self, user: &UserId, now: Timestamp) -> u64 {
        self.last_id += 1;
        let device = self.last_id;
        let devices = self.registered.entry(user.clone()).or_default();
        devices.insert(device);
        if devices.len() == 1 {
            self.publish_presence(user, now);
        }
        device
    }

    /// Removes a device. A device of a deleted user is ignored, even if there is a new user with the same id.
    pub(super) fn deregister(&mut self, user: &UserId, device: u64, now: Timestamp) {
        let Some(devices) = self.registered.get_mut(user) else { return };
        if devices.remove(&device) && devices.is_empty() {
            self.registered.remove(user);
            self.publish_presence(user, now);
        }
    }

    fn publish_presence(&mut self, user: &UserId, now: Timestamp) {
        let (id, state) = (self.next_id(), self.presence_of(user));
        self.presence.publish(user, &id, now, || Some(PresenceEvent::PresenceState { state }));
    }

    /// Ends the subscriptions to a room that are no longer permitted.
    fn end_refused_in(&mut self, room: &RoomId, instance: &Instance) {
        let end = |follower: &Follower| follower.refusal(instance).map(|refusal| end(&refusal.into()));
        self.rooms.end_where_in(room, &end);
        self.memberships.end_where_in(room, &end);
        self.room_cursors.end_where_in(room, &end);
    }

    /// Ends the subscriptions that are no longer permitted.
    pub(super) fn end_where(&mut self, refusal: impl Fn(&Follower) -> Option<Refusal>) {
        let end = |follower: &Follower| refusal(follower).map(|refusal| end(&refusal.into()));
        self.rooms.end_where(&end);
        self.memberships.end_where(&end);
        self.room_cursors.end_where(&end);
        self.presence.end_where(&end);
    }

    /// Ends the subscriptions to a deleted room. Its id may be reused by other users.
    pub(super) fn end_room(&mut self, room: &RoomId) {
        let end = end(&Refusal::RoomNotFound(room.clone()).into());
        self.rooms.end(room, &end);
        self.memberships.end(room, &end);
        self.room_cursors.end(room, &end);
    }

    /// Ends the subscriptions to, and of, a deleted user.
    pub(super) fn end_user(&mut self, user: &UserId) {
        let end = end(&Refusal::UserNotFound(user.clone()).into());
        self.users.end(user, &end);
        self.users_v7.end(user, &end);
        self.user_cursors.end(user, &end);
        self.presence.end(user, &end);
        self.registered.remove(user);
        self.registrations.end(user, &end);
        self.notifications.end(user, &end);
        // The user's subscriptions to other topics.
        self.end_where(|follower| (follower.user == *user).then(|| Refusal::UserNotFound(user.clone())));
    }

    /// Ends all subscriptions after the instance was wiped.
    pub(super) fn end_all(&mut self) {
        let end = end(&ChatkitError::UserNotFound("The instance was wiped.".to_owned()));
        self.users.end_all(&end);
        self.users_v7.end_all(&end);
        self.rooms.end_all(&end);
        self.memberships.end_all(&end);
        self.room_cursors.end_all(&end);
        self.user_cursors.end_all(&end);
        self.presence.end_all(&end);
        self.registered.clear();
        self.registrations.end_all(&end);
        self.notifications.end_all(&end);
    }

    pub(super) fn next_id(&mut self) -> String {
        self.last_id += 1;
        self.last_id.to_string()
    }
}

/// Converts an error to the end of a subscription, in the platform's error format.
fn end(error: &ChatkitError) -> End {
    let document = error.document();
    let body = serde_json::from_slice(&PlatformErrors.encode(&document)).unwrap_or_default();
    End { status: document.status.as_u16(), headers: EventHeaders::new(), body }
}
