//! The topics of an instance: made when somebody listens, dropped when nobody does.

use std::collections::{HashMap, HashSet};

use api_core::error::ErrorFormat as _;
use api_core::subscription::EventHeaders;
use api_core::{ApiError as _, End, Subscription};
use jiff::Timestamp;
use pusher_platform::PlatformErrors;
use tokio::runtime::Handle;

use super::Backend;
use super::links::{LinkSigner, Links};
use super::origin::Origin;
use super::table::{Follower, Table};
use crate::api::ChatkitError;
use crate::domain::{Event as Happening, Instance, Publication, Refusal, Topic as Place};
use crate::model::{
    CursorEvent, EventBody, MembershipEvent, Presence, PresenceEvent, PushEvent, RoomEvent, RoomId, TextRoomEvent,
    UserEvent, UserEventV7, UserId,
};

/// A subscription to a topic of the instance.
pub(super) type Events<E> = Subscription<EventBody<E>>;

/// Every topic that somebody listens to, and who is there.
///
/// It is only touched under the instance's lock, so that a snapshot and the events after it fit together without a gap.
#[derive(Debug, Default)]
pub(super) struct Topics {
    pub(super) users: Table<UserId, UserEvent>,
    pub(super) users_v7: Table<UserId, UserEventV7>,
    /// Followers who reach the server in different ways are told different addresses of files.
    pub(super) rooms: Table<RoomId, RoomEvent, Origin>,
    pub(super) text_rooms: Table<RoomId, TextRoomEvent, Origin>,
    pub(super) memberships: Table<RoomId, MembershipEvent>,
    pub(super) room_cursors: Table<RoomId, CursorEvent>,
    pub(super) user_cursors: Table<UserId, CursorEvent>,
    pub(super) presence: Table<UserId, PresenceEvent>,
    pub(super) notifications: Table<UserId, PushEvent>,
    /// Nothing is ever published here; it is what ends registrations of a user who is no more.
    pub(super) registrations: Table<UserId, PresenceEvent>,
    /// The devices of a user that are registered, by numbers that are not used again; users without one have no entry.
    registered: HashMap<UserId, HashSet<u64>>,
    /// Ids of events that are not messages count up from here: unique within every topic.
    last_id: u64,
}

impl Topics {
    /// Gives a change's events to whoever listens.
    pub(super) fn publish(
        &mut self,
        instance: &Instance,
        links: &LinkSigner,
        publications: Vec<Publication>,
        now: Timestamp,
    ) {
        for Publication { topic, event } in publications {
            let id = self.next_id();
            match (topic, event) {
                (Place::User(user), Happening::User(notice)) => {
                    self.users.publish(&user, &id, now, |()| instance.user_event(&user, &notice));
                    self.users_v7.publish(&user, &id, now, |()| instance.user_event_v7(&user, &notice));
                }
                (Place::Room(room), Happening::Room { event, latest }) => {
                    let id = latest.to_string();
                    let addressed = |origin: &Origin| addressed(&event, links, origin, now);
                    self.text_rooms.publish(&room, &id, now, |origin| addressed(origin).to_text());
                    self.rooms.publish(&room, &id, now, |origin| Some(addressed(origin)));
                }
                (Place::Memberships(room), Happening::Membership(event)) => {
                    if let MembershipEvent::UserLeft { user_id } = &event {
                        self.dismiss(&room, user_id);
                    }
                    self.memberships.publish(&room, &id, now, |()| Some(event.clone()));
                }
                (Place::RoomCursors(room), Happening::Cursor(event)) => {
                    self.room_cursors.publish(&room, &id, now, |()| Some(event.clone()));
                }
                (Place::UserCursors(user), Happening::Cursor(event)) => {
                    self.user_cursors.publish(&user, &id, now, |()| Some(event.clone()));
                }
                (Place::Notifications(user), Happening::Notification(room, message)) => {
                    self.notifications.publish(&user, &id, now, |()| instance.notification(&room, message));
                }
                // The domain puts every event on a topic of its kind.
                _ => {}
            }
        }
    }

    /// Whether somebody is there.
    pub(super) fn presence_of(&self, user: &UserId) -> Presence {
        if self.registered.contains_key(user) { Presence::Online } else { Presence::Offline }
    }

    /// Notes one device more, and gives it a number.
    fn register(&mut self, user: &UserId, now: Timestamp) -> u64 {
        self.last_id += 1;
        let device = self.last_id;
        let devices = self.registered.entry(user.clone()).or_default();
        devices.insert(device);
        if devices.len() == 1 {
            self.tell_presence(user, now);
        }
        device
    }

    /// Notes that a device is gone. One that went with its user, who may be somebody new by now, does not matter.
    fn deregister(&mut self, user: &UserId, device: u64, now: Timestamp) {
        let Some(devices) = self.registered.get_mut(user) else { return };
        if devices.remove(&device) && devices.is_empty() {
            self.registered.remove(user);
            self.tell_presence(user, now);
        }
    }

    fn tell_presence(&mut self, user: &UserId, now: Timestamp) {
        let (id, state) = (self.next_id(), self.presence_of(user));
        self.presence.publish(user, &id, now, |()| Some(PresenceEvent::PresenceState { state }));
    }

    /// Ends what a user follows by right of being in a room.
    fn dismiss(&mut self, room: &RoomId, user: &UserId) {
        let end = end(&ChatkitError::MissingPermission(format!("The user {user} is not a member of the room {room}.")));
        self.rooms.dismiss(room, user, &end);
        self.text_rooms.dismiss(room, user, &end);
        self.memberships.dismiss(room, user, &end);
    }

    /// Ends what is followed by those who are refused it now.
    pub(super) fn send_away(&mut self, refusal: impl Fn(&Follower) -> Option<Refusal>) {
        let end = |follower: &Follower| refusal(follower).map(|refusal| end(&refusal.into()));
        self.rooms.send_away(&end);
        self.text_rooms.send_away(&end);
        self.memberships.send_away(&end);
        self.room_cursors.send_away(&end);
        self.presence.send_away(&end);
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
        let end = end(&ChatkitError::UserNotFound(format!("The user does not exist: {user}.")));
        self.users.end(user, &end);
        self.users_v7.end(user, &end);
        self.user_cursors.end(user, &end);
        self.presence.end(user, &end);
        self.registered.remove(user);
        self.registrations.end(user, &end);
        self.notifications.end(user, &end);
        // And what the user followed of others.
        self.send_away(|follower| (follower.user == *user).then(|| Refusal::UserNotFound(user.clone())));
    }

    /// Ends everything: the instance was wiped.
    pub(super) fn end_all(&mut self) {
        let end = end(&ChatkitError::UserNotFound("The instance was wiped.".to_owned()));
        self.users.end_all(&end);
        self.users_v7.end_all(&end);
        self.rooms.end_all(&end);
        self.text_rooms.end_all(&end);
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

/// Somebody's device, there until this is dropped and for a moment more.
///
/// It must not be dropped under the state's lock, which it takes.
#[derive(Debug)]
pub(super) struct Registration {
    backend: Backend,
    user: UserId,
    device: u64,
}

impl Registration {
    pub(super) fn new(backend: Backend, user: UserId) -> Self {
        let device = backend.with_topics(|topics, now| topics.register(&user, now));
        Self { backend, user, device }
    }
}

impl Drop for Registration {
    fn drop(&mut self) {
        let (backend, user, device) = (self.backend.clone(), self.user.clone(), self.device);
        let leave = move || backend.with_topics(|topics, now| topics.deregister(&user, device, now));
        let linger = self.backend.settings().presence_linger;
        match Handle::try_current() {
            Ok(runtime) if !linger.is_zero() => {
                runtime.spawn(async move {
                    tokio::time::sleep(linger).await;
                    leave();
                });
            }
            _ => leave(),
        }
    }
}

/// An event with the addresses of its files, as those who reach the server in this way are told them.
fn addressed(event: &RoomEvent, signer: &LinkSigner, origin: &Origin, now: Timestamp) -> RoomEvent {
    match event {
        RoomEvent::NewMessage(message) => RoomEvent::NewMessage(Links { signer, origin, now }.address(message.clone())),
        other => other.clone(),
    }
}

/// An error as the end of a subscription, in the form that every error has.
fn end(error: &ChatkitError) -> End {
    let document = error.document();
    let body = serde_json::from_slice(&PlatformErrors.encode(&document)).unwrap_or_default();
    End { status: document.status.as_u16(), headers: EventHeaders::new(), body }
}
