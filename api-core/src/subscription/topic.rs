//! Topics: events for many subscribers. An event is encoded once per dialect, and each subscriber has a bounded queue.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Poll, Waker};

use serde::Serialize;

use crate::backlog::{Backlog, Bounds, Measured as _};
use crate::dialect::End;

use super::event::{Event, EventId};
use super::follower::{First, Follower};
use super::published::{Published, measure};
use super::queue::{LagPolicy, Offer, Queue};
use super::stream::Subscription;

/// A source of events with any number of subscribers.
///
/// ```
/// use api_core::subscription::LagPolicy;
/// use api_core::{Event, Next, Topic};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let topic = Topic::new(16, LagPolicy::Close);
/// let mut subscription = topic.subscribe();
/// topic.publish(Event::new("hello")).await;
/// assert_eq!(subscription.next().await.unwrap(), Next::Event(Event::new("hello")));
/// assert_eq!(topic.subscribers(), 1);
/// # }
/// ```
#[derive(Debug)]
pub struct Topic<T> {
    shared: Mutex<Shared<T>>,
    bounds: Bounds,
    measure: fn(&Event<T>) -> usize,
    policy: LagPolicy,
    history: Bounds,
}

#[derive(Debug)]
struct Shared<T> {
    subscribers: Vec<Arc<Queue<Arc<Published<T>>>>>,
    /// `None` if nothing is kept.
    history: Option<Backlog<Arc<Published<T>>>>,
    end: Option<End>,
}

/// Whether a resumed subscription is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resumed {
    /// Every event after the id is delivered.
    Complete,
    /// The history does not contain the id: events may be missing.
    Gap,
}

/// Bytes of events that may wait for one subscriber before no further event is accepted.
const DEFAULT_BYTES: usize = 1 << 20;

/// Bytes of events that are kept for subscribers that resume, before the oldest is dropped.
const DEFAULT_HISTORY_BYTES: usize = 16 << 20;

impl<T: Clone + Serialize + Send + Sync + 'static> Topic<T> {
    /// Creates a topic. The queue of a subscriber holds at most `capacity` events, at least one, and about 1 MiB and
    /// one event, see [`Topic::with_byte_limit`].
    pub fn new(capacity: usize, policy: LagPolicy) -> Self {
        let shared = Shared { subscribers: Vec::new(), history: None, end: None };
        let bounds = Bounds { items: capacity, bytes: DEFAULT_BYTES };
        Self {
            shared: Mutex::new(shared),
            bounds,
            measure,
            policy,
            history: Bounds { items: 0, bytes: DEFAULT_HISTORY_BYTES },
        }
    }
}

impl<T: Clone + Send + Sync + 'static> Topic<T> {
    /// Sets the number of bytes that may wait for one subscriber. While the events in its queue take as many, encoded
    /// as JSON with their ids and headers, the queue is full and the [`LagPolicy`] applies. An event that finds the
    /// queue below this size is accepted, whatever its own size. Default: 1 MiB.
    ///
    /// Events are shared: one that waits for many subscribers is in memory once, and counts for each of them. An event
    /// is only measured while an earlier one waits.
    ///
    /// ```
    /// use api_core::subscription::LagPolicy;
    /// use api_core::{Event, Next, Topic};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let topic = Topic::new(1_000, LagPolicy::DropOldest).with_byte_limit(10);
    /// let mut subscription = topic.subscribe();
    /// for text in ["a large event", "another one"] {
    ///     topic.publish_now(Event::new(text));
    /// }
    /// assert_eq!(subscription.next().await.unwrap(), Next::Event(Event::new("another one")));
    /// # }
    /// ```
    #[must_use]
    pub fn with_byte_limit(mut self, bytes: usize) -> Self {
        self.bounds.bytes = bytes;
        self
    }

    /// Sets the size of the history: the number of events with an id that are kept for subscribers that resume.
    /// Default: 0.
    ///
    /// It is bounded in bytes too, see [`Topic::with_history_byte_limit`]. All subscribers share it.
    #[must_use]
    pub fn with_history(mut self, events: usize) -> Self {
        self.history.items = events;
        self.keep_history()
    }

    /// Sets the number of bytes of the history. While its events take as many, encoded as JSON with their ids and
    /// headers, the oldest are dropped for the next. Default: 16 MiB.
    ///
    /// ```
    /// use api_core::subscription::{LagPolicy, Resumed};
    /// use api_core::{Event, EventId, Topic};
    ///
    /// let topic = Topic::new(16, LagPolicy::Close).with_history(100).with_history_byte_limit(20);
    /// for id in ["1", "2", "3"] {
    ///     topic.publish_now(Event::with_id(id, "ten bytes"));
    /// }
    /// assert_eq!(topic.subscribe_after(&EventId::from("1")).1, Resumed::Gap);
    /// assert_eq!(topic.subscribe_after(&EventId::from("2")).1, Resumed::Complete);
    /// ```
    #[must_use]
    pub fn with_history_byte_limit(mut self, bytes: usize) -> Self {
        self.history.bytes = bytes;
        self.keep_history()
    }

    fn keep_history(self) -> Self {
        self.lock().history = (self.history.items > 0).then(|| Backlog::new(self.history));
        self
    }

    /// Publishes an event without waiting. Under [`LagPolicy::Backpressure`] a full queue loses its oldest event; use
    /// [`Topic::publish`] to wait instead.
    pub fn publish_now(&self, event: Event<T>) {
        let policy = if self.policy == LagPolicy::Backpressure { LagPolicy::DropOldest } else { self.policy };
        Self::deliver(self.lock(), &self.published(event), policy);
    }

    /// Publishes an event. Under [`LagPolicy::Backpressure`] it waits until every subscriber has room.
    ///
    /// # Cancel safety
    /// Cancel safe: if the future is dropped before it is ready, no subscriber gets the event.
    pub async fn publish(&self, event: Event<T>) {
        let published = self.published(event);
        let mut waiting = Waiting { topic: self, publisher: None };
        poll_fn(|task| {
            // The check for room and the delivery happen under one lock, so no other publisher can take the room.
            let shared = self.lock();
            let waits = self.policy == LagPolicy::Backpressure;
            if waits && shared.subscribers.iter().any(|queue| queue.poll_room(task).is_pending()) {
                let before = waiting.publisher.replace(task.waker().clone());
                drop(shared);
                if let Some(before) = before.filter(|before| !before.will_wake(task.waker())) {
                    self.forget(&before);
                }
                return Poll::Pending;
            }
            Self::deliver(shared, &published, self.policy);
            waiting.publisher = None;
            Poll::Ready(())
        })
        .await;
    }

    /// Subscribes to all events from now on.
    pub fn subscribe(&self) -> Subscription<T> {
        Subscription::following(self.follow(&mut self.lock(), First::Nothing))
    }

    /// Subscribes to all events after the one with an id, as far as the history reaches.
    ///
    /// An id that is not in the history is a gap, whether it is too old or was never used: the topic cannot distinguish
    /// the two. After a gap the subscriber must fetch the current state again.
    ///
    /// ```
    /// use api_core::subscription::{LagPolicy, Resumed};
    /// use api_core::{Event, EventId, Next, Topic};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let topic = Topic::new(16, LagPolicy::Close).with_history(100);
    /// topic.publish_now(Event::with_id("1", "one"));
    /// topic.publish_now(Event::with_id("2", "two"));
    /// let (mut subscription, resumed) = topic.subscribe_after(&EventId::from("1"));
    /// assert_eq!(resumed, Resumed::Complete);
    /// assert_eq!(subscription.next().await.unwrap(), Next::Event(Event::with_id("2", "two")));
    /// # }
    /// ```
    pub fn subscribe_after(&self, last: &EventId) -> (Subscription<T>, Resumed) {
        let mut shared = self.lock();
        let mut kept = shared.history.iter().flat_map(Backlog::iter);
        let resumed = match kept.find(|published| published.event().id.as_ref() == Some(last)) {
            Some(_) => Resumed::Complete,
            None => Resumed::Gap,
        };
        let missed = First::Shared(kept.cloned().collect());
        (Subscription::following(self.follow(&mut shared, missed)), resumed)
    }

    /// Subscribes to all events from now on, preceded by events for this subscriber alone, for example a snapshot.
    ///
    /// Each of these events is taken from the iterator once the one before it is sent. So an iterator that makes them
    /// one by one, for example from a shared list, takes little memory however slowly the subscriber reads:
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use api_core::subscription::LagPolicy;
    /// use api_core::{Event, Next, Topic};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let topic = Topic::<String>::new(16, LagPolicy::Close);
    /// let rooms: Arc<[&str]> = Arc::from(["kitchen", "garden"]);
    /// let snapshot = (0..rooms.len()).map(move |index| Event::new(rooms[index].to_owned()));
    /// let mut subscription = topic.subscribe_with(snapshot);
    /// assert_eq!(subscription.next().await.unwrap(), Next::Event(Event::new("kitchen".to_owned())));
    /// # }
    /// ```
    pub fn subscribe_with<I>(&self, first: I) -> Subscription<T>
    where
        I: IntoIterator<Item = Event<T>, IntoIter: Send + 'static>,
    {
        // Before the lock, because it runs code of the caller.
        let first = First::own(first);
        Subscription::following(self.follow(&mut self.lock(), first))
    }

    /// Subscribes like [`Topic::subscribe_with`], and returns a [`SubscriptionHandle`] that can end the subscription.
    pub fn subscribe_with_handle<I>(&self, first: I) -> (Subscription<T>, SubscriptionHandle<T>)
    where
        I: IntoIterator<Item = Event<T>, IntoIter: Send + 'static>,
    {
        let first = First::own(first);
        let follower = self.follow(&mut self.lock(), first);
        let handle = SubscriptionHandle(Arc::downgrade(&follower.queue));
        (Subscription::following(follower), handle)
    }

    /// Ends the topic: every subscription, also a later one, ends after the events in its queue.
    ///
    /// ```
    /// use api_core::subscription::LagPolicy;
    /// use api_core::{End, Next, Topic};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let topic = Topic::<String>::new(16, LagPolicy::Close);
    /// let mut subscription = topic.subscribe();
    /// topic.finish(&End::because(410, "the room was deleted"));
    /// assert!(matches!(subscription.next().await.unwrap(), Next::End(end) if end.status == 410));
    /// # }
    /// ```
    pub fn finish(&self, end: &End) {
        let mut shared = self.lock();
        let wakers: Vec<Waker> = shared.subscribers.drain(..).flat_map(|queue| queue.finish(end.clone())).collect();
        shared.end = Some(end.clone());
        drop(shared);
        wakers.into_iter().for_each(Waker::wake);
    }

    /// Ends the present subscriptions after the events in their queues, and forgets the history. The topic goes on.
    ///
    /// This is for a topic whose events come from elsewhere, if some of them were lost: a subscriber must not take what
    /// follows for the next event. It subscribes again, and after its last id there is a gap.
    ///
    /// ```
    /// use api_core::subscription::{LagPolicy, Resumed};
    /// use api_core::{End, Event, EventId, Next, Topic};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let topic = Topic::new(16, LagPolicy::Close).with_history(100);
    /// let mut subscription = topic.subscribe();
    /// topic.publish_now(Event::with_id("1", "one"));
    /// topic.interrupt(&End::upstream_lost());
    /// topic.publish_now(Event::with_id("7", "seven"));
    /// assert_eq!(subscription.next().await.unwrap(), Next::Event(Event::with_id("1", "one")));
    /// assert!(matches!(subscription.next().await.unwrap(), Next::End(end) if end.status == 502));
    /// let (_, resumed) = topic.subscribe_after(&EventId::from("1"));
    /// assert_eq!(resumed, Resumed::Gap);
    /// # }
    /// ```
    pub fn interrupt(&self, end: &End) {
        let mut shared = self.lock();
        let wakers: Vec<Waker> = shared.subscribers.drain(..).flat_map(|queue| queue.finish(end.clone())).collect();
        let forgotten = shared.history.as_mut().map(Backlog::take);
        drop(shared);
        drop(forgotten);
        wakers.into_iter().for_each(Waker::wake);
    }

    /// Returns the number of subscribers.
    pub fn subscribers(&self) -> usize {
        let mut shared = self.lock();
        shared.subscribers.retain(|queue| !queue.is_abandoned());
        shared.subscribers.len()
    }

    fn follow(&self, shared: &mut Shared<T>, first: First<T>) -> Follower<T> {
        if shared.subscribers.len() == shared.subscribers.capacity() {
            // Removes queues without readers before the list grows, so that its size is bounded by the readers also
            // if nothing is published.
            shared.subscribers.retain(|queue| !queue.is_abandoned());
        }
        let queue = Arc::new(Queue::new(self.bounds));
        match &shared.end {
            // The queue is new, so there is no reader to wake.
            Some(end) => drop(queue.finish(end.clone())),
            None => shared.subscribers.push(queue.clone()),
        }
        Follower::new(first, queue)
    }

    /// Measures an event that the history keeps, so that this is not done under the lock.
    fn published(&self, event: Event<T>) -> Arc<Published<T>> {
        let published = Arc::new(Published::new(event, self.measure));
        if self.history.items > 0 && published.event().id.is_some() {
            published.bytes();
        }
        published
    }

    fn deliver(mut shared: MutexGuard<'_, Shared<T>>, published: &Arc<Published<T>>, policy: LagPolicy) {
        let mut wakers = Vec::new();
        if shared.end.is_none() {
            shared.remember(published);
            shared.subscribers.retain(|queue| queue.offer(published.clone(), policy, &mut wakers) != Offer::Gone);
        }
        // Waking can run any code, which must find no lock held.
        drop(shared);
        wakers.into_iter().for_each(Waker::wake);
    }

    /// Removes a publisher from the queues in which it waits.
    fn forget(&self, publisher: &Waker) {
        self.lock().subscribers.iter().for_each(|queue| queue.forget(publisher));
    }

    fn lock(&self) -> MutexGuard<'_, Shared<T>> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Shared<T> {
    fn remember(&mut self, published: &Arc<Published<T>>) {
        let Some(history) = &mut self.history else { return };
        if published.event().id.is_none() {
            return;
        }
        while !history.has_room() {
            history.pop();
        }
        history.push(published.clone());
    }
}

/// A publisher that waits for room. If it is dropped, the queues forget it: one that is full keeps its publishers until
/// its reader reads.
struct Waiting<'t, T: Clone + Send + Sync + 'static> {
    topic: &'t Topic<T>,
    publisher: Option<Waker>,
}

impl<T: Clone + Send + Sync + 'static> Drop for Waiting<'_, T> {
    fn drop(&mut self) {
        let Some(publisher) = self.publisher.take() else { return };
        self.topic.forget(&publisher);
        // Its task may wait for another event of this topic, and registers again.
        publisher.wake();
    }
}

/// A handle that ends one subscription, for example if a permission is revoked. It does not keep it alive.
///
/// ```
/// use api_core::subscription::LagPolicy;
/// use api_core::{End, Next, Topic};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let topic = Topic::<String>::new(16, LagPolicy::Close);
/// let (mut subscription, handle) = topic.subscribe_with_handle([]);
/// handle.finish(&End::because(403, "the permission was revoked"));
/// assert!(matches!(subscription.next().await.unwrap(), Next::End(end) if end.status == 403));
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct SubscriptionHandle<T>(Weak<Queue<Arc<Published<T>>>>);

impl<T> SubscriptionHandle<T> {
    /// Ends the subscription after the events in its queue.
    pub fn finish(&self, end: &End) {
        if let Some(queue) = self.0.upgrade() {
            queue.finish(end.clone()).into_iter().for_each(Waker::wake);
        }
    }

    /// Returns whether the subscription no longer exists.
    pub fn is_ended(&self) -> bool {
        self.0.upgrade().is_none_or(|queue| queue.is_abandoned())
    }
}

#[cfg(test)]
mod tests;
