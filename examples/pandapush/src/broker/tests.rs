//! The broker, driven by hand.

use std::cell::Cell;
use std::rc::Rc;

use serde_json::value::RawValue;

use super::*;

#[derive(Debug, Clone, Default)]
struct Counter(Rc<Cell<usize>>);

impl Waiter for Counter {
    fn wake(&self) {
        self.0.set(self.0.get() + 1);
    }
}

fn broker(limits: Limits) -> Broker<Counter> {
    Broker::new(limits, Times::new(1000))
}

fn client(text: &str) -> ClientId {
    ClientId::from_text(text)
}

fn frame(data: &str) -> Frame {
    Frame::new("/a/public/x", &RawValue::from_string(data.to_owned()).unwrap())
}

fn subscribed(limits: Limits, patterns: &[&str]) -> Broker<Counter> {
    let mut broker = broker(limits);
    broker.open(client("c"), 0).unwrap();
    for pattern in patterns {
        assert_eq!(broker.subscribe(&client("c"), pattern), Ok(true));
    }
    broker
}

#[test]
fn a_client_that_matches_through_several_patterns_gets_one_copy() {
    let mut broker = subscribed(Limits::default(), &["/a/public/x", "/a/public/*", "/a/public/**"]);
    assert_eq!(broker.publish("/a/public/x", &frame("1"), None), 1);
    let attachment = broker.attach(&client("c"), (OutletKind::Socket, None), None, Counter::default(), 0).unwrap();
    assert_eq!(broker.poll(attachment), Polled::Frames(vec![frame("1")]));
    assert_eq!(broker.poll(attachment), Polled::Pending);
}

#[test]
fn events_wait_for_a_client_without_a_connection_and_wake_one_once() {
    let mut broker = subscribed(Limits::default(), &["/a/public/x"]);
    let counter = Counter::default();
    let attachment = broker.attach(&client("c"), (OutletKind::Poll, None), Some("1"), counter.clone(), 0).unwrap();
    assert_eq!(broker.poll(attachment), Polled::Pending);
    broker.publish("/a/public/x", &frame("1"), None);
    broker.publish("/a/public/x", &frame("2"), None);
    assert_eq!(counter.0.get(), 1);
    assert_eq!(broker.poll(attachment), Polled::Frames(vec![frame("1"), frame("2")]));
    assert_eq!(broker.poll(attachment), Polled::Replaced, "a poll is answered once");
}

#[test]
fn the_events_of_a_lost_answer_wait_again_if_the_same_connect_comes_back() {
    let mut broker = subscribed(Limits::default(), &["/a/public/x"]);
    broker.publish("/a/public/x", &frame("1"), None);
    let poll = |broker: &mut Broker<Counter>, connect| {
        let attachment = broker.attach(&client("c"), (OutletKind::Poll, None), connect, Counter::default(), 0).unwrap();
        broker.poll(attachment)
    };
    assert_eq!(poll(&mut broker, Some("a")), Polled::Frames(vec![frame("1")]));
    broker.publish("/a/public/x", &frame("2"), None);
    assert_eq!(poll(&mut broker, Some("a")), Polled::Frames(vec![frame("1"), frame("2")]), "repeated");
    assert_eq!(poll(&mut broker, Some("b")), Polled::Pending, "the next connect shows that it arrived");
    assert_eq!(poll(&mut broker, Some("a")), Polled::Pending);
}

#[test]
fn a_client_whose_messages_all_have_one_id_gets_no_event_twice() {
    let mut broker = subscribed(Limits::default(), &["/a/public/x"]);
    broker.note_handshake(&client("c"), "1");
    broker.publish("/a/public/x", &frame("1"), None);
    let mut poll = || {
        let attachment =
            broker.attach(&client("c"), (OutletKind::Poll, None), Some("1"), Counter::default(), 0).unwrap();
        broker.poll(attachment)
    };
    assert_eq!(poll(), Polled::Frames(vec![frame("1")]));
    assert_eq!(poll(), Polled::Pending);
}

#[test]
fn a_second_connection_replaces_the_first_and_wakes_it() {
    let mut broker = subscribed(Limits::default(), &["/a/public/x"]);
    let counter = Counter::default();
    let first = broker.attach(&client("c"), (OutletKind::Poll, None), None, counter.clone(), 0).unwrap();
    let second = broker.attach(&client("c"), (OutletKind::Socket, None), None, Counter::default(), 0).unwrap();
    assert_eq!(counter.0.get(), 1);
    assert_eq!(broker.poll(first), Polled::Replaced);
    broker.detach(first);
    broker.publish("/a/public/x", &frame("1"), None);
    assert_eq!(broker.poll(second), Polled::Frames(vec![frame("1")]));
}

#[test]
fn a_silent_client_becomes_unknown_and_is_removed_later() {
    let mut broker = subscribed(Limits::default(), &["/a/public/x"]);
    assert!(broker.is_known(&client("c"), 1600));
    assert!(!broker.is_known(&client("c"), 1601));
    assert_eq!(broker.sweep(2000), []);
    let departure = Departure { client: client("c"), patterns: vec!["/a/public/x".into()] };
    assert_eq!(broker.sweep(2001), [departure]);
    assert_eq!(broker.sessions(), 0);
    assert_eq!(broker.publish("/a/public/x", &frame("1"), None), 0);
}

#[test]
fn a_full_queue_ends_the_session_so_that_the_client_learns_of_the_loss() {
    let limits = Limits { queued_events: 2, ..Limits::default() };
    let mut broker = subscribed(limits, &["/a/public/x"]);
    let counter = Counter::default();
    let attachment = broker.attach(&client("c"), (OutletKind::Socket, None), None, counter.clone(), 0).unwrap();
    for number in 0..3 {
        broker.publish("/a/public/x", &frame(&number.to_string()), None);
    }
    assert_eq!(broker.overflowed(), 1);
    assert_eq!(broker.poll(attachment), Polled::Gone);
    assert!(!broker.is_known(&client("c"), 0));
    assert_eq!(broker.sweep(0).len(), 1);
}

#[test]
fn an_event_larger_than_the_queue_is_delivered_alone() {
    let limits = Limits { queued_bytes: 10, ..Limits::default() };
    let mut broker = subscribed(limits, &["/a/public/x"]);
    broker.publish("/a/public/x", &frame("1"), None);
    assert_eq!(broker.overflowed(), 0);
    broker.publish("/a/public/x", &frame("2"), None);
    assert_eq!(broker.overflowed(), 1);
}

#[test]
fn bounds_of_sessions_and_subscriptions_are_errors() {
    let mut broker = subscribed(Limits { sessions: 1, subscriptions: 1, ..Limits::default() }, &["/a/public/x"]);
    assert_eq!(broker.open(client("d"), 0), Err(Full::Sessions));
    assert_eq!(broker.subscribe(&client("c"), "/a/public/y"), Err(Full::Subscriptions));
    assert_eq!(broker.subscribe(&client("c"), "/a/public/x"), Ok(false), "again");
}

#[test]
fn subscriptions_of_all_sessions_are_bounded_together() {
    let limits = Limits { all_subscriptions: 2, ..Limits::default() };
    let mut broker = subscribed(limits, &["/a/public/x", "/a/public/y"]);
    assert_eq!(broker.subscribe(&client("c"), "/a/public/z"), Err(Full::Subscriptions));
    broker.unsubscribe(&client("c"), "/a/public/x");
    assert_eq!(broker.subscribe(&client("c"), "/a/public/z"), Ok(true));
    broker.close(&client("c"));
    broker.open(client("d"), 0).unwrap();
    assert_eq!(broker.subscribe(&client("d"), "/a/public/x"), Ok(true), "what was closed counts no more");
}

#[test]
fn activity_counts_clients_channels_and_publications_of_each_application() {
    let mut broker = subscribed(Limits::default(), &["/a/public/x", "/a/public/**", "/b/public/x"]);
    for _ in 0..3 {
        broker.count_publication("a", "/a/public/x");
    }
    let mut activity = broker.take_activity();
    activity.sort_by(|one, other| one.application.cmp(&other.application));
    let counts =
        |activity: &Activity| (activity.publications, activity.published_channels, activity.clients, activity.channels);
    assert_eq!(activity.iter().map(counts).collect::<Vec<_>>(), [(3, 1, 1, 2), (0, 0, 1, 1)]);
    broker.close(&client("c"));
    assert_eq!(broker.take_activity(), []);
}

#[test]
fn the_joiner_itself_can_be_left_out() {
    let mut broker = subscribed(Limits::default(), &["/a/public/x"]);
    broker.open(client("d"), 0).unwrap();
    broker.subscribe(&client("d"), "/a/public/x").unwrap();
    assert_eq!(broker.publish("/a/public/x", &frame("1"), Some(&client("c"))), 1);
}

#[test]
fn events_that_could_not_be_sent_wait_in_front_of_later_ones() {
    let mut broker = subscribed(Limits::default(), &["/a/public/x"]);
    broker.publish("/a/public/x", &frame("0"), None);
    broker.publish("/a/public/x", &frame("1"), None);
    let lost = broker.attach(&client("c"), (OutletKind::Socket, None), None, Counter::default(), 0).unwrap();
    let Polled::Frames(taken) = broker.poll(lost) else { panic!("no events") };
    broker.publish("/a/public/x", &frame("2"), None);
    assert!(broker.restore(&client("c"), lost, taken));
    let attachment = broker.attach(&client("c"), (OutletKind::Socket, None), None, Counter::default(), 0).unwrap();
    assert_eq!(broker.poll(attachment), Polled::Frames(vec![frame("0"), frame("1"), frame("2")]));
}

#[test]
fn events_that_would_come_after_later_ones_are_lost_and_the_client_learns_of_it() {
    let mut broker = subscribed(Limits::default(), &["/a/public/x"]);
    broker.publish("/a/public/x", &frame("0"), None);
    let slow = broker.attach(&client("c"), (OutletKind::Socket, None), None, Counter::default(), 0).unwrap();
    let Polled::Frames(taken) = broker.poll(slow) else { panic!("no events") };
    let counter = Counter::default();
    let next = broker.attach(&client("c"), (OutletKind::Socket, None), None, counter.clone(), 0).unwrap();
    broker.publish("/a/public/x", &frame("1"), None);
    assert_eq!(broker.poll(next), Polled::Frames(vec![frame("1")]));
    assert!(broker.restore(&client("c"), slow, taken.clone()));
    assert_eq!((counter.0.get(), broker.poll(next)), (1, Polled::Gone));
    assert_eq!(broker.sweep(0).len(), 1);
    assert!(!broker.restore(&client("c"), slow, taken), "the session has moved or ended");
}

#[test]
fn a_socket_that_connects_again_sends_what_was_taken_for_it_before_anything_else() {
    let mut broker = subscribed(Limits::default(), &["/a/public/x"]);
    let attach = |broker: &mut Broker<Counter>, before| {
        let counter = Counter::default();
        (broker.attach(&client("c"), (OutletKind::Socket, before), None, counter.clone(), 0).unwrap(), counter)
    };
    let (first, _) = attach(&mut broker, None);
    broker.publish("/a/public/x", &frame("0"), None);
    let mut batch = Vec::new();
    broker.take_due(1, &mut batch);
    assert_eq!(batch.len(), 1);
    // The client sends its next connect while a writer has the event in its hands.
    let (second, counter) = attach(&mut broker, Some(first));
    broker.publish("/a/public/x", &frame("1"), None);
    assert_eq!((broker.poll(second), broker.due()), (Polled::Pending, 0));
    // The writer finds no room: the connection sends both.
    assert!(broker.restore(&client("c"), first, vec![frame("0")]));
    broker.hand_over(first);
    assert_eq!(counter.0.get(), 1);
    assert_eq!(broker.poll(second), Polled::Frames(vec![frame("0"), frame("1")]));
    // Or it is sent, and the other one is due.
    broker.settle(second);
    broker.publish("/a/public/x", &frame("2"), None);
    batch.clear();
    broker.take_due(1, &mut batch);
    assert_eq!(batch.len(), 1);
    let (third, _) = attach(&mut broker, Some(second));
    broker.publish("/a/public/x", &frame("3"), None);
    assert_eq!(broker.due(), 0);
    broker.settle(second);
    assert_eq!((broker.due(), broker.poll(third)), (1, Polled::Frames(vec![frame("3")])));
}
