//! Topics: order, lag, resuming, ends, and what is shared.

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
fn a_publisher_that_no_longer_waits_leaves_nothing_behind() {
    let topic = Arc::new(Topic::new(1, LagPolicy::Backpressure));
    let writer = Arc::new(Impatient { topic: Arc::downgrade(&topic), woken: AtomicUsize::new(0) });
    let _slow = topic.subscribe();
    topic.publish_now(Event::new(1));
    for cancelled in 1..=3 {
        let waker = Waker::from(writer.clone());
        let mut publish = Box::pin(topic.publish(Event::new(2)));
        assert!(publish.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
        drop((publish, waker));
        assert_eq!(Arc::strong_count(&writer), 1);
        assert_eq!(writer.woken.load(Ordering::SeqCst), cancelled, "another publisher of its task registers again");
    }
}

#[test]
fn a_publisher_that_waits_is_woken_if_a_smaller_event_takes_the_place_of_a_large_one() {
    let topic = Arc::new(Topic::new(2, LagPolicy::Backpressure).with_byte_limit(1));
    let writer = Arc::new(Impatient { topic: Arc::downgrade(&topic), woken: AtomicUsize::new(0) });
    let waker = Waker::from(writer.clone());
    let _slow = topic.subscribe();
    topic.publish_now(Event::new(1));
    topic.publish_now(Event::new(2));
    let mut publish = pin!(topic.publish(Event::new(3)));
    assert!(publish.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
    topic.publish_now(Event::new(4));
    assert_eq!(writer.woken.load(Ordering::SeqCst), 1);
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
        assert!(matches!(read, std::task::Poll::Ready(Ok(crate::Next::Event(event))) if event.body.0 == number - 1));
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
