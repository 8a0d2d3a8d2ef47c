//! Subscriptions followed from the moment their user or room is there, each compared with the model after every step.

use std::collections::{BTreeMap, BTreeSet};
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use api_core::{Next, Subscription};
use chatkit::api::{Chatkit as _, ChatkitApi, ChatkitV2 as _, ChatkitV2Api, ChatkitV7 as _, ChatkitV7Api};
use chatkit::model::{EventBody, MembershipEvent, RoomEvent, RoomStart, TextRoomEvent, UserEvent, UserEventV7};
use pusher_platform::token::Grant;

use super::reference::Reference;
use super::service::Service;
use super::told::{MembersTold, MessagesTold, Told, UserTold, UserToldV7};

/// One subscription, and what was made of it.
struct Followed<E, T> {
    events: Subscription<EventBody<E>>,
    told: T,
}

type Table<E, T> = BTreeMap<&'static str, Followed<E, T>>;

/// All subscriptions.
#[derive(Default)]
pub(crate) struct Followers {
    users: Table<UserEvent, UserTold>,
    users_v7: Table<UserEventV7, UserToldV7>,
    rooms: Table<RoomEvent, MessagesTold>,
    text_rooms: Table<TextRoomEvent, MessagesTold>,
    memberships: Table<MembershipEvent, MembersTold>,
}

impl Followers {
    /// Hears what has come; lets go of what is gone, and begins to follow what is new.
    pub(crate) async fn hear(&mut self, service: &Service, reference: &Reference) {
        let (users, rooms) = (reference.users.keys().copied().collect(), reference.rooms.keys().copied().collect());
        hear(&mut self.users, &users).await;
        hear(&mut self.users_v7, &users).await;
        hear(&mut self.rooms, &rooms).await;
        hear(&mut self.text_rooms, &rooms).await;
        hear(&mut self.memberships, &rooms).await;
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
            reference.check_user(user, &followed.told);
        }
        for (user, followed) in &self.users_v7 {
            reference.check_user_v7(user, &followed.told);
        }
        for name in reference.rooms.keys() {
            reference.check_messages(name, &self.rooms[name].told);
            reference.check_text_messages(name, &self.text_rooms[name].told);
            reference.check_members(name, &self.memberships[name].told);
        }
    }
}

/// Hears all of a kind; those whose user or room is gone must have ended.
async fn hear<E, T>(table: &mut Table<E, T>, there: &BTreeSet<&'static str>)
where
    E: Clone + Send + Sync + 'static,
    T: Told<E>,
{
    for (name, followed) in table.iter_mut() {
        let end = followed.hear().await;
        assert_eq!(end, (!there.contains(name)).then_some(404), "{name}");
    }
    table.retain(|name, _| there.contains(name));
}

impl<E: Clone + Send + Sync + 'static, T: Told<E>> Followed<E, T> {
    async fn open(events: Subscription<EventBody<E>>) -> Self {
        let mut followed = Self { events, told: T::default() };
        assert_eq!(followed.hear().await, None);
        followed
    }

    /// Hears what has come so far; the status of the end, if it has come.
    async fn hear(&mut self) -> Option<u16> {
        loop {
            let next = poll_fn(|task| match pin!(self.events.next()).poll(task) {
                Poll::Ready(next) => Poll::Ready(Some(next.unwrap())),
                Poll::Pending => Poll::Ready(None),
            });
            match next.await {
                Some(Next::Event(event)) => self.told.hear(event.body.event),
                Some(Next::End(end)) => return Some(end.status),
                None => return None,
            }
        }
    }
}
