//! The topics of one kind, indexed by room or user.

use std::collections::HashMap;
use std::hash::Hash;

use api_core::subscription::{LagPolicy, SubscriptionHandle};
use api_core::{End, Event, Subscription, Topic};
use jiff::Timestamp;
use serde::Serialize;

use crate::domain::{Actor, Instance, Intent, Refusal};
use crate::model::{EventBody, UserId};

/// Maximum number of events that wait for one subscriber. Beyond it, the subscription ends with an error and the client
/// reconnects. In a room it resumes after the last message it received. It misses none unless more than 100 messages
/// arrived since.
const QUEUE_CAPACITY: usize = 64;

/// A subscription to a topic of the instance.
pub(super) type Events<E> = Subscription<EventBody<E>>;

/// The topics of one kind, indexed by room or user. For each key there is one topic per view `V` of the events.
#[derive(Debug)]
pub(super) struct Table<K, E, V = ()>(HashMap<K, Vec<Followed<E, V>>>);

/// A topic, and the handles of its subscribers whose permission may be withdrawn.
#[derive(Debug)]
struct Followed<E, V> {
    view: V,
    topic: Topic<EventBody<E>>,
    handles: Vec<(Follower, SubscriptionHandle<EventBody<E>>)>,
}

/// A subscriber and the permission by which it subscribed.
#[derive(Debug, Clone)]
pub(super) struct Follower {
    pub(super) user: UserId,
    pub(super) intent: Intent,
}

impl Follower {
    /// Returns the reason why the subscription is no longer permitted, if there is one.
    pub(super) fn refusal(&self, instance: &Instance) -> Option<Refusal> {
        instance.authorize(&Actor::user(self.user.clone()), &self.intent).err()
    }
}

/// The start of a subscription: its view, its subscriber if the permission may be withdrawn, and its first events.
pub(super) struct Start<E, V = ()> {
    pub(super) view: V,
    pub(super) who: Option<Follower>,
    pub(super) first: Vec<(String, E)>,
    pub(super) now: Timestamp,
}

impl<K, E, V> Table<K, E, V>
where
    K: Clone + Eq + Hash,
    E: Clone + Serialize + Send + Sync + 'static,
    V: PartialEq,
{
    /// Publishes an event to the subscribers of a key, converted for each view. It is not converted if there are no
    /// subscribers.
    pub(super) fn publish(&mut self, place: &K, id: &str, timestamp: Timestamp, event: impl Fn(&V) -> Option<E>) {
        let Some(there) = self.0.get_mut(place) else { return };
        there.retain(|followed| followed.topic.subscribers() > 0);
        for followed in there.iter() {
            if let Some(event) = event(&followed.view) {
                followed
                    .topic
                    .publish_now(Event::with_id(id.to_owned(), EventBody { event, timestamp: timestamp.into() }));
            }
        }
        if there.is_empty() {
            self.0.remove(place);
        }
    }

    /// Subscribes to a key.
    pub(super) fn follow(&mut self, place: &K, start: Start<E, V>) -> Events<E> {
        if self.0.len() == self.0.capacity() {
            // Remove topics without subscribers before the table grows, so that short-lived subscriptions do not
            // accumulate.
            self.0.retain(|_, there| {
                there.retain(|followed| followed.topic.subscribers() > 0);
                !there.is_empty()
            });
        }
        let there = self.0.entry(place.clone()).or_default();
        if there.len() == there.capacity() {
            there.retain(|followed| followed.topic.subscribers() > 0);
        }
        let index = there.iter().position(|followed| followed.view == start.view).unwrap_or_else(|| {
            let topic = Topic::new(QUEUE_CAPACITY, LagPolicy::Close);
            there.push(Followed { view: start.view, topic, handles: Vec::new() });
            there.len() - 1
        });
        let followed = &mut there[index];
        let timestamp = start.now.into();
        let first = start.first.into_iter();
        let first = first.map(move |(id, event)| Event::with_id(id, EventBody { event, timestamp }));
        let (events, handle) = followed.topic.subscribe_with_handle(first);
        if let Some(follower) = start.who {
            if followed.handles.len() == followed.handles.capacity() {
                followed.handles.retain(|(_, handle)| !handle.is_ended());
            }
            followed.handles.push((follower, handle));
        }
        events
    }

    /// Ends the subscriptions to a key for which `end` returns an end.
    pub(super) fn end_where_in(&mut self, place: &K, end: &impl Fn(&Follower) -> Option<End>) {
        for followed in self.0.get_mut(place).into_iter().flatten() {
            followed.end_where(end);
        }
    }

    /// Ends the subscriptions to any key for which `end` returns an end.
    pub(super) fn end_where(&mut self, end: &impl Fn(&Follower) -> Option<End>) {
        for followed in self.0.values_mut().flatten() {
            followed.end_where(end);
        }
    }

    /// Ends all subscriptions to a key.
    pub(super) fn end(&mut self, place: &K, end: &End) {
        for followed in self.0.remove(place).into_iter().flatten() {
            followed.topic.finish(end);
        }
    }

    /// Ends all subscriptions.
    pub(super) fn end_all(&mut self, end: &End) {
        for (_, there) in self.0.drain() {
            for followed in there {
                followed.topic.finish(end);
            }
        }
    }
}

impl<E: Clone + Send + Sync + 'static, V> Followed<E, V> {
    fn end_where(&mut self, end: &impl Fn(&Follower) -> Option<End>) {
        self.handles.retain(|(follower, handle)| match end(follower) {
            Some(end) => {
                handle.finish(&end);
                false
            }
            None => true,
        });
    }
}

impl<K, E, V> Default for Table<K, E, V> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}
