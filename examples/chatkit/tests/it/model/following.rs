//! Subscriptions that are opened when their user or room is created, each compared with the model after every step.

use std::collections::{BTreeMap, BTreeSet};
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use api_core::{Next, Subscription};
use chatkit::api::{Chatkit as _, ChatkitApi, ChatkitV2 as _, ChatkitV2Api, ChatkitV7 as _, ChatkitV7Api};
use chatkit::model::{EventBody, MembershipEvent, RoomEvent, RoomStart, TextRoomEvent, UserEvent, UserEventV7};
use pusher_platform::token::Grant;

use super::observed::{ObservedMembers, ObservedMessages, ObservedUser, ObservedUserV7, Observer};
use super::reference::Reference;
use super::service::Service;

/// A subscription and the state computed from its events.
struct Followed<E, T> {
    events: Subscription<EventBody<E>>,
    observed: T,
}

type Table<E, T> = BTreeMap<&'static str, Followed<E, T>>;

/// All subscriptions.
#[derive(Default)]
pub(crate) struct Followers {
    users: Table<UserEvent, ObservedUser>,
    users_v7: Table<UserEventV7, ObservedUserV7>,
    rooms: Table<RoomEvent, ObservedMessages>,
    text_rooms: Table<TextRoomEvent, ObservedMessages>,
    memberships: Table<MembershipEvent, ObservedMembers>,
}

impl Followers {
    /// Receives the events so far, removes subscriptions that ended, and opens those of new users and rooms.
    pub(crate) async fn receive(&mut self, service: &Service, reference: &Reference) {
        let (users, rooms) = (reference.users.keys().copied().collect(), reference.rooms.keys().copied().collect());
        receive(&mut self.users, &users).await;
        receive(&mut self.users_v7, &users).await;
        receive(&mut self.rooms, &rooms).await;
        receive(&mut self.text_rooms, &rooms).await;
        receive(&mut self.memberships, &rooms).await;
        for user in users {
            let grant = &Grant::user(user);
            if !self.users.contains_key(user) {
                let events = service.client::<ChatkitApi>(grant).follow_user().await.unwrap();
                self.users.insert(user, Followed::open(events).await);
                let events = service.client::<ChatkitV7Api>(grant).follow_user().await.unwrap();
                self.users_v7.insert(user, Followed::open(events).await);
            }
        }
        let su = &Grant::superuser();
        for room in rooms {
            if !self.rooms.contains_key(room) {
                let (six, two) = (service.client::<ChatkitApi>(su), service.client::<ChatkitV2Api>(su));
                let start = RoomStart { message_limit: Some(100) };
                let events = six.follow_room(room.into(), start.clone(), None).await.unwrap();
                self.rooms.insert(room, Followed::open(events).await);
                let events = two.follow_room(room.into(), start, None).await.unwrap();
                self.text_rooms.insert(room, Followed::open(events).await);
                let events = six.follow_memberships(room.into()).await.unwrap();
                self.memberships.insert(room, Followed::open(events).await);
            }
        }
    }

    pub(crate) fn check(&self, reference: &Reference) {
        for (user, followed) in &self.users {
            reference.check_user(user, &followed.observed);
        }
        for (user, followed) in &self.users_v7 {
            reference.check_user_v7(user, &followed.observed);
        }
        for name in reference.rooms.keys() {
            reference.check_messages(name, &self.rooms[name].observed);
            reference.check_text_messages(name, &self.text_rooms[name].observed);
            reference.check_members(name, &self.memberships[name].observed);
        }
    }
}

/// Receives from all subscriptions of a kind. Those whose user or room was deleted must have ended.
async fn receive<E, T>(table: &mut Table<E, T>, existing: &BTreeSet<&'static str>)
where
    E: Clone + Send + Sync + 'static,
    T: Observer<E>,
{
    for (name, followed) in table.iter_mut() {
        let end = followed.receive().await;
        assert_eq!(end, (!existing.contains(name)).then_some(404), "{name}");
    }
    table.retain(|name, _| existing.contains(name));
}

impl<E: Clone + Send + Sync + 'static, T: Observer<E>> Followed<E, T> {
    async fn open(events: Subscription<EventBody<E>>) -> Self {
        let mut followed = Self { events, observed: T::default() };
        assert_eq!(followed.receive().await, None);
        followed
    }

    /// Receives the events so far. Returns the status of the end, if it arrived.
    async fn receive(&mut self) -> Option<u16> {
        loop {
            let next = poll_fn(|task| match pin!(self.events.next()).poll(task) {
                Poll::Ready(next) => Poll::Ready(Some(next.unwrap())),
                Poll::Pending => Poll::Ready(None),
            });
            match next.await {
                Some(Next::Event(event)) => self.observed.apply(event.body.event),
                Some(Next::End(end)) => return Some(end.status),
                None => return None,
            }
        }
    }
}
