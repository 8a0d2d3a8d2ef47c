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

/// The topics of one kind, indexed by room or user.
#[derive(Debug)]
pub(super) struct Table<K, E>(HashMap<K, Followed<E>>);

/// A topic, and the handles of its subscribers whose permission may be withdrawn.
#[derive(Debug)]
struct Followed<E> {
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

/// The start of a subscription: its subscriber if the permission may be withdrawn, and its first events with their ids,
/// each of which is made when it is sent.
pub(super) struct Start<F> {
    pub(super) who: Option<Follower>,
    pub(super) first: F,
    pub(super) now: Timestamp,
}

impl<K, E> Table<K, E>
where
    K: Clone + Eq + Hash,
    E: Clone + Serialize + Send + Sync + 'static,
{
    /// Publishes an event to the subscribers of a key. It is not made if there are none.
    pub(super) fn publish(&mut self, place: &K, id: &str, timestamp: Timestamp, event: impl FnOnce() -> Option<E>) {
        let Some(followed) = self.0.get(place) else { return };
        if followed.topic.subscribers() == 0 {
            self.0.remove(place);
        } else if let Some(event) = event() {
            let body = EventBody { event, timestamp: timestamp.into() };
            followed.topic.publish_now(Event::with_id(id.to_owned(), body));
        }
    }

    /// Subscribes to a key.
    pub(super) fn follow<F>(&mut self, place: &K, start: Start<F>) -> Events<E>
    where
        F: IntoIterator<Item = (String, E), IntoIter: Send + 'static>,
    {
        if self.0.len() == self.0.capacity() {
            // Remove topics without subscribers before the table grows, so that short-lived subscriptions do not
            // accumulate.
            self.0.retain(|_, followed| followed.topic.subscribers() > 0);
        }
        let followed = self
            .0
            .entry(place.clone())
            .or_insert_with(|| Followed { topic: Topic::new(QUEUE_CAPACITY, LagPolicy::Close), handles: Vec::new() });
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
        if let Some(followed) = self.0.get_mut(place) {
            followed.end_where(end);
        }
    }

    /// Ends the subscriptions to any key for which `end` returns an end.
    pub(super) fn end_where(&mut self, end: &impl Fn(&Follower) -> Option<End>) {
        for followed in self.0.values_mut() {
            followed.end_where(end);
        }
    }

    /// Ends all subscriptions to a key.
    pub(super) fn end(&mut self, place: &K, end: &End) {
        if let Some(followed) = self.0.remove(place) {
            followed.topic.finish(end);
        }
    }

    /// Ends all subscriptions.
    pub(super) fn end_all(&mut self, end: &End) {
        for (_, followed) in self.0.drain() {
            followed.topic.finish(end);
        }
    }
}

impl<E: Clone + Send + Sync + 'static> Followed<E> {
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

impl<K, E> Default for Table<K, E> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}
