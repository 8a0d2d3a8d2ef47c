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
        poll_fn(|task| {
            // The check for room and the delivery happen under one lock, so no other publisher can take the room.
            let shared = self.lock();
            let waits = self.policy == LagPolicy::Backpressure;
            if waits && shared.subscribers.iter().any(|queue| queue.poll_room(task).is_pending()) {
                return Poll::Pending;
            }
            Self::deliver(shared, &published, self.policy);
            Poll::Ready(())
        })
        .await;
    }

    /// Subscribes to all events from now on.
    pub fn subscribe(&self) -> Subscription<T> {
        Subscription::from_steps(self.follow(&mut self.lock(), First::Nothing))
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
        (Subscription::from_steps(self.follow(&mut shared, missed)), resumed)
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
        Subscription::from_steps(self.follow(&mut self.lock(), first))
    }

    /// Subscribes like [`Topic::subscribe_with`], and returns a [`SubscriptionHandle`] that can end the subscription.
    pub fn subscribe_with_handle<I>(&self, first: I) -> (Subscription<T>, SubscriptionHandle<T>)
    where
        I: IntoIterator<Item = Event<T>, IntoIter: Send + 'static>,
    {
        let first = First::own(first);
        let follower = self.follow(&mut self.lock(), first);
        let handle = SubscriptionHandle(Arc::downgrade(&follower.queue));
        (Subscription::from_steps(follower), handle)
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
mod tests {
    use std::future::Future as _;
    use std::pin::pin;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Arc, Weak};
    use std::task::{Context, Wake, Waker};

    use super::{LagPolicy, Resumed, Topic};
    use crate::{End, Event, EventId};

    /// A waker that checks that the topic is not locked, since an executor may poll at once.
    struct Impatient {
        topic: Weak<Topic<u8>>,
        woken: AtomicUsize,
    }

    impl Wake for Impatient {
        fn wake(self: Arc<Self>) {
            let topic = self.topic.upgrade().expect("the topic exists");
            assert!(topic.shared.try_lock().is_ok(), "a reader is woken under the topic's lock");
            self.woken.fetch_add(1, Ordering::SeqCst);
        }
    }

    #[test]
    fn readers_are_woken_after_the_topic_is_unlocked() {
        let topic = Arc::new(Topic::new(1, LagPolicy::Close));
        let reader = Arc::new(Impatient { topic: Arc::downgrade(&topic), woken: AtomicUsize::new(0) });
        let waker = Waker::from(reader.clone());
        let mut subscription = topic.subscribe();
        let mut poll = || subscription.poll_step(&mut Context::from_waker(&waker)).is_ready();
        assert!(!poll());
        topic.publish_now(Event::new(1));
        assert!(poll() && !poll());
        topic.finish(&End::normal());
        assert_eq!(reader.woken.load(Ordering::SeqCst), 2);
    }

    #[test]
    fn a_publisher_that_waits_for_room_is_woken_by_the_end() {
        for end in [Topic::finish, Topic::interrupt] {
            let topic = Arc::new(Topic::new(1, LagPolicy::Backpressure));
            let writer = Arc::new(Impatient { topic: Arc::downgrade(&topic), woken: AtomicUsize::new(0) });
            let waker = Waker::from(writer.clone());
            let _slow = topic.subscribe();
            topic.publish_now(Event::new(1));
            let mut publish = pin!(topic.publish(Event::new(2)));
            assert!(publish.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
            end(&topic, &End::normal());
            assert_eq!(writer.woken.load(Ordering::SeqCst), 1);
            assert!(publish.as_mut().poll(&mut Context::from_waker(&waker)).is_ready());
        }
    }

    #[test]
    fn an_interrupted_topic_has_new_subscribers_and_a_new_history() {
        let topic = Topic::new(8, LagPolicy::Close).with_history(8);
        let mut before = topic.subscribe();
        topic.publish_now(Event::with_id("1", 1_u8));
        topic.interrupt(&End::upstream_lost());
        assert_eq!(topic.subscribers(), 0);
        let mut after = topic.subscribe();
        topic.publish_now(Event::with_id("2", 2));
        for (id, expected) in [("1", Resumed::Gap), ("2", Resumed::Complete)] {
            assert_eq!(topic.subscribe_after(&EventId::from(id)).1, expected, "{id}");
        }
        let mut task = Context::from_waker(Waker::noop());
        let mut next = |subscription: &mut crate::Subscription<u8>| match pin!(subscription.next()).poll(&mut task) {
            std::task::Poll::Ready(next) => next.unwrap(),
            std::task::Poll::Pending => panic!("something waits"),
        };
        assert!(matches!(next(&mut before), crate::Next::Event(event) if event.body == 1));
        assert!(matches!(next(&mut before), crate::Next::End(end) if end == End::upstream_lost()));
        assert!(matches!(next(&mut after), crate::Next::Event(event) if event.body == 2));
    }

    #[test]
    fn an_id_that_the_history_does_not_hold_is_a_gap() {
        let topic = Topic::new(8, LagPolicy::Close).with_history(2);
        for id in ["1", "2", "3"] {
            topic.publish_now(Event::with_id(id, ()));
        }
        for (id, expected) in
            [("1", Resumed::Gap), ("2", Resumed::Complete), ("3", Resumed::Complete), ("never", Resumed::Gap)]
        {
            assert_eq!(topic.subscribe_after(&EventId::from(id)).1, expected, "{id}");
        }
    }

    #[test]
    fn the_history_is_bounded_in_bytes_and_holds_one_large_event() {
        // Sizes of the events with the ids 0, 1, 2, … and the first id that can be resumed after.
        let table: [(&[usize], &str); 4] =
            [(&[50, 50, 50], "1"), (&[500], "0"), (&[50, 500, 10], "2"), (&[10, 10, 10, 10], "0")];
        for (sizes, first) in table {
            let topic = Topic::new(1, LagPolicy::Close).with_history(100).with_history_byte_limit(100);
            for (number, bytes) in (0_u8..).zip(sizes) {
                let Event { body, .. } = sized(number, *bytes - 1);
                topic.publish_now(Event::with_id(number.to_string(), body));
            }
            let complete = |id: &str| topic.subscribe_after(&EventId::from(id)).1 == Resumed::Complete;
            let known = (0..sizes.len()).map(|id| id.to_string()).find(|id| complete(id));
            assert_eq!(known.as_deref(), Some(first), "{sizes:?}");
        }
    }

    #[test]
    fn the_first_events_are_made_when_they_are_read() {
        let topic = Topic::new(4, LagPolicy::Close);
        let made = Arc::new(AtomicUsize::new(0));
        let count = made.clone();
        let first = (0..3_u8).map(move |number| {
            count.fetch_add(1, Ordering::SeqCst);
            Event::new(number)
        });
        let mut subscription = topic.subscribe_with(first);
        topic.publish_now(Event::new(3));
        for number in 0..4 {
            let read = pin!(subscription.next()).poll(&mut Context::from_waker(Waker::noop()));
            assert!(matches!(read, std::task::Poll::Ready(Ok(crate::Next::Event(event))) if event.body == number));
            assert_eq!(made.load(Ordering::SeqCst), usize::from(number + 1).min(3));
        }
        drop(topic);
        assert_eq!(Arc::strong_count(&made), 1, "the iterator is dropped at its end");
    }

    #[test]
    fn two_publishers_that_wait_for_room_lose_no_event() {
        let topic = Topic::new(1, LagPolicy::Backpressure);
        let mut subscription = topic.subscribe();
        topic.publish_now(Event::new(0));
        let mut task = Context::from_waker(Waker::noop());
        let (mut first, mut second) = (pin!(topic.publish(Event::new(1))), pin!(topic.publish(Event::new(2))));
        assert!(first.as_mut().poll(&mut task).is_pending() && second.as_mut().poll(&mut task).is_pending());
        let mut read = || {
            let poll = pin!(subscription.next()).poll(&mut task);
            let std::task::Poll::Ready(Ok(crate::Next::Event(event))) = poll else { panic!("an event waits") };
            event.body
        };
        assert_eq!(read(), 0);
        let mut task = Context::from_waker(Waker::noop());
        assert!(first.as_mut().poll(&mut task).is_ready());
        assert!(second.as_mut().poll(&mut task).is_pending(), "the queue is full again");
        assert_eq!(read(), 1);
        let mut task = Context::from_waker(Waker::noop());
        assert!(second.as_mut().poll(&mut task).is_ready());
        assert_eq!(read(), 2);
    }

    /// Reads what waits: the numbers of the events, and whether the end has come.
    fn waiting(subscription: &mut crate::Subscription<(u8, String)>) -> (Vec<u8>, bool) {
        let mut numbers = Vec::new();
        let mut task = Context::from_waker(Waker::noop());
        loop {
            match pin!(subscription.next()).poll(&mut task) {
                std::task::Poll::Ready(Ok(crate::Next::Event(event))) => numbers.push(event.body.0),
                std::task::Poll::Ready(Ok(crate::Next::End(end))) => {
                    assert_eq!(end, End::lagged());
                    return (numbers, true);
                }
                std::task::Poll::Ready(Err(failure)) => panic!("{failure}"),
                std::task::Poll::Pending => return (numbers, false),
            }
        }
    }

    /// An event whose JSON `[1,"…"]` has this many bytes.
    fn sized(number: u8, bytes: usize) -> Event<(u8, String)> {
        Event::new((number, "x".repeat(bytes - 6)))
    }

    #[test]
    fn what_waits_for_a_subscriber_is_bounded_in_bytes() {
        // The policy, the sizes of the events that are published, and what a subscriber that was slow reads.
        let table: [(_, &[usize], _); 7] = [
            (LagPolicy::Close, &[50, 49, 1_000], (vec![0, 1, 2], false)),
            (LagPolicy::Close, &[50, 50, 10], (vec![], true)),
            (LagPolicy::Close, &[1_000], (vec![0], false)),
            (LagPolicy::Close, &[1_000, 10], (vec![], true)),
            (LagPolicy::DropOldest, &[50, 49, 1_000], (vec![0, 1, 2], false)),
            (LagPolicy::DropOldest, &[50, 50, 10], (vec![1, 2], false)),
            (LagPolicy::DropOldest, &[10, 10, 200, 10, 10], (vec![3, 4], false)),
        ];
        for (policy, sizes, expected) in table {
            let topic = Topic::new(100, policy).with_byte_limit(100);
            let mut slow = topic.subscribe();
            let mut fast = topic.subscribe();
            for (number, bytes) in (0..).zip(sizes) {
                topic.publish_now(sized(number, *bytes));
                assert_eq!(waiting(&mut fast), (vec![number], false), "a subscriber that keeps up loses nothing");
            }
            assert_eq!(waiting(&mut slow), expected, "{policy:?} {sizes:?}");
        }
    }

    #[test]
    fn bytes_that_were_read_make_room() {
        let topic = Topic::new(100, LagPolicy::Close).with_byte_limit(100);
        let mut subscription = topic.subscribe();
        for round in 0..10 {
            topic.publish_now(sized(round, 60));
            topic.publish_now(sized(round, 60));
            assert_eq!(waiting(&mut subscription), (vec![round, round], false));
        }
        // Read one by one, with one that always waits.
        topic.publish_now(sized(0, 60));
        for number in 1..20 {
            topic.publish_now(sized(number, 60));
            let read = pin!(subscription.next()).poll(&mut Context::from_waker(Waker::noop()));
            assert!(
                matches!(read, std::task::Poll::Ready(Ok(crate::Next::Event(event))) if event.body.0 == number - 1)
            );
        }
    }

    #[test]
    fn a_publisher_waits_for_bytes_too() {
        let topic = Topic::new(100, LagPolicy::Backpressure).with_byte_limit(100);
        let mut subscription = topic.subscribe();
        topic.publish_now(sized(0, 200));
        let mut task = Context::from_waker(Waker::noop());
        let mut second = pin!(topic.publish(sized(1, 10)));
        assert!(second.as_mut().poll(&mut task).is_pending());
        assert_eq!(waiting(&mut subscription), (vec![0], false));
        assert!(second.as_mut().poll(&mut task).is_ready());
        assert_eq!(waiting(&mut subscription), (vec![1], false));
    }

    #[test]
    fn dropped_subscriptions_to_a_quiet_topic_take_no_memory() {
        let topic = Topic::<u8>::new(1, LagPolicy::Close);
        for _ in 0..10_000 {
            drop(topic.subscribe());
        }
        assert!(topic.lock().subscribers.capacity() <= 8);
    }

    #[test]
    fn a_handle_ends_one_subscription_and_no_other() {
        let topic = Topic::<u8>::new(4, LagPolicy::Close);
        let (mut bound, handle) = topic.subscribe_with_handle([]);
        let mut free = topic.subscribe();
        handle.finish(&End::because(403, "gone"));
        topic.publish_now(Event::new(1));
        let mut task = Context::from_waker(Waker::noop());
        let mut next = |subscription: &mut crate::Subscription<u8>| match pin!(subscription.next()).poll(&mut task) {
            std::task::Poll::Ready(next) => next.unwrap(),
            std::task::Poll::Pending => panic!("something waits"),
        };
        assert!(matches!(next(&mut bound), crate::Next::End(end) if end.status == 403));
        assert!(matches!(next(&mut free), crate::Next::Event(_)));
        drop(bound);
        assert!(handle.is_ended());
    }
}
