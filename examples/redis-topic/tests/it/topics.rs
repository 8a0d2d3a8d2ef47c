//! Topics that several processes share.

use std::time::Duration;

use api_core::subscription::{LagPolicy, Resumed};
use api_core::{End, Event, EventId, Next, Subscription, Topic};
use peers::RedisServer;
use redis_topic::{Options, Position, RedisTopic};

use crate::two_nodes;
use crate::world::{World, eventually, options, process, within};

type Room = RedisTopic<String>;

async fn room(server: &RedisServer, options: Options, topic: Topic<String>) -> Room {
    within(RedisTopic::open(process(server, options).log("room"), topic)).await.unwrap()
}

fn topic() -> Topic<String> {
    Topic::new(1_000, LagPolicy::Close)
}

async fn say(room: &Room, texts: &[&str]) -> Vec<EventId> {
    let mut ids = Vec::new();
    for text in texts {
        ids.push(within(room.publish(Event::new((*text).to_owned()))).await.unwrap());
    }
    ids
}

async fn hear(subscription: &mut Subscription<String>, count: usize) -> Vec<(EventId, String)> {
    let mut events = Vec::new();
    for _ in 0..count {
        match within(subscription.next()).await.unwrap() {
            Next::Event(event) => events.push((event.id.unwrap(), event.body)),
            Next::End(end) => panic!("{end:?} after {events:?}"),
        }
    }
    events
}

async fn end(subscription: &mut Subscription<String>) -> End {
    match within(subscription.next()).await.unwrap() {
        Next::End(end) => end,
        Next::Event(event) => panic!("{event:?}"),
    }
}

fn events(ids: &[EventId], texts: &[&str]) -> Vec<(EventId, String)> {
    ids.iter().cloned().zip(texts.iter().map(|text| (*text).to_owned())).collect()
}

pub(crate) async fn events_reach_the_subscribers_in_every_process_with_the_same_ids(world: World) {
    let server = world.start();
    let (first, second) = (room(&server, options(), topic()).await, room(&server, options(), topic()).await);
    let mut subscriptions = [first.subscribe(), first.subscribe(), second.subscribe()];
    let mut ids = say(&first, &["a", "b"]).await;
    ids.extend(say(&second, &["c"]).await);
    let mut event = Event::with_id("replaced", "d".to_owned());
    event.headers.insert("Name".to_owned(), "value".to_owned());
    ids.push(first.publish(event.clone()).await.unwrap());
    for subscription in &mut subscriptions {
        assert_eq!(hear(subscription, 3).await, events(&ids[..3], &["a", "b", "c"]));
        let received = within(subscription.next()).await.unwrap();
        assert_eq!(received, Next::Event(Event { id: Some(ids[3].clone()), ..event.clone() }));
    }
    assert!(ids.iter().map(|id| id.as_str().parse::<Position>().unwrap()).is_sorted());
}

pub(crate) async fn a_subscription_resumes_in_another_process_while_events_are_published(world: World) {
    let server = world.start();
    let (first, second) = (room(&server, options(), topic()).await, room(&server, options(), topic()).await);
    let mut live = second.subscribe();
    // Several pages, and more events before they are all read: those are in a page, and in the queue of the process.
    let texts: Vec<String> = (0..300).map(|number| number.to_string()).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mut ids = say(&first, &texts[..200]).await;
    let (mut resumed, complete) = within(second.resume(&ids[9])).await.unwrap();
    assert_eq!(complete, Resumed::Complete);
    ids.extend(say(&first, &texts[200..]).await);
    assert_eq!(hear(&mut live, 300).await, events(&ids, &texts));
    assert_eq!(hear(&mut resumed, 290).await, events(&ids[10..], &texts[10..]));
    // After the last event, nothing is missed and nothing repeated.
    let (mut at_end, complete) = within(second.resume(&ids[299])).await.unwrap();
    assert_eq!(complete, Resumed::Complete);
    let last = say(&first, &["last"]).await;
    for subscription in [&mut resumed, &mut at_end] {
        assert_eq!(hear(subscription, 1).await, events(&last, &["last"]));
    }
}

pub(crate) async fn a_subscription_resumes_from_the_history_of_the_process(world: World) {
    let mut server = world.start();
    let limited = options().time_limit(Duration::from_secs(2));
    let room = room(&server, limited, topic().with_history(100)).await;
    let mut live = room.subscribe();
    let ids = say(&room, &["a", "b"]).await;
    hear(&mut live, 2).await;
    // Without Redis, what the process has is enough; more is not known.
    server.kill().unwrap();
    let (mut resumed, complete) = within(room.resume(&ids[0])).await.unwrap();
    assert_eq!((hear(&mut resumed, 1).await, complete), (events(&ids[1..], &["b"]), Resumed::Complete));
    assert!(within(room.resume(&EventId::from("1-1"))).await.is_err());
}

pub(crate) async fn lost_events_end_the_subscriptions_and_are_a_gap_afterwards(world: World) {
    let server = world.start();
    let room = room(&server, options(), topic().with_history(100)).await;
    let mut before = room.subscribe();
    let ids = say(&room, &["a", "b"]).await;
    assert_eq!(hear(&mut before, 2).await, events(&ids, &["a", "b"]));
    server.flush().unwrap();
    let later = say(&room, &["c"]).await;
    assert_eq!(end(&mut before).await, End::upstream_lost());
    let (mut resumed, complete) = within(room.resume(&ids[1])).await.unwrap();
    assert_eq!((hear(&mut resumed, 1).await, complete), (events(&later, &["c"]), Resumed::Gap));
    let (mut resumed, complete) = within(room.resume(&later[0])).await.unwrap();
    let last = say(&room, &["d"]).await;
    assert_eq!((hear(&mut resumed, 1).await, complete), (events(&last, &["d"]), Resumed::Complete));
}

pub(crate) async fn an_id_of_which_nothing_is_known_is_a_gap(world: World) {
    let server = world.start();
    let room = room(&server, options(), topic()).await;
    let first = say(&room, &["a"]).await;
    for (id, kept) in [("never", 0), ("", 0), ("0-1", 1), ("99999999999999-0", 0)] {
        let (mut resumed, complete) = within(room.resume(&EventId::from(id))).await.unwrap();
        assert_eq!((complete, hear(&mut resumed, kept).await), (Resumed::Gap, events(&first[..kept], &["a"])), "{id}");
        let next = say(&room, &["next"]).await;
        // What is left of the log is not repeated.
        let (_, text) = loop {
            let heard = hear(&mut resumed, 1).await.remove(0);
            if heard.0 == next[0] {
                break heard;
            }
        };
        assert_eq!(text, "next");
    }
}

pub(crate) async fn an_event_that_cannot_be_read_is_a_gap_that_can_be_passed(world: World) {
    let server = world.start();
    let room = room(&server, options(), topic()).await;
    let mut subscription = room.subscribe();
    let ids = say(&room, &["a"]).await;
    room.log().append(r#"{"body":{"of":"another version"}}"#).await.unwrap();
    let later = say(&room, &["b"]).await;
    assert_eq!(hear(&mut subscription, 1).await, events(&ids, &["a"]));
    assert_eq!(end(&mut subscription).await, End::upstream_lost());
    let (mut resumed, complete) = within(room.resume(&ids[0])).await.unwrap();
    assert_eq!((hear(&mut resumed, 1).await, complete), (events(&later, &["b"]), Resumed::Gap));
    // In the middle of what was missed, it ends the subscription as it does while it is open.
    let (mut resumed, complete) = within(room.resume(&EventId::from("0-0"))).await.unwrap();
    assert_eq!((hear(&mut resumed, 1).await, complete), (events(&ids, &["a"]), Resumed::Complete));
    assert_eq!(end(&mut resumed).await, End::upstream_lost());
}

pub(crate) async fn a_slow_subscriber_meets_the_policy_of_the_topic(world: World) {
    let server = world.start();
    let room = room(&server, options(), Topic::new(2, LagPolicy::Close)).await;
    let (mut slow, mut fast) = (room.subscribe(), room.subscribe());
    for text in ["a", "b", "c", "d"] {
        let ids = say(&room, &[text]).await;
        assert_eq!(hear(&mut fast, 1).await, events(&ids, &[text]));
    }
    assert_eq!(end(&mut slow).await, End::lagged());
}

pub(crate) async fn under_back_pressure_the_log_holds_what_a_subscriber_has_not_read(world: World) {
    let server = world.start();
    let room = room(&server, options().queue(4, 1 << 20), Topic::new(2, LagPolicy::Backpressure)).await;
    let mut slow = room.subscribe();
    let texts: Vec<String> = (0..200).map(|number| number.to_string()).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let ids = say(&room, &texts).await;
    assert_eq!(hear(&mut slow, 200).await, events(&ids, &texts));
}

pub(crate) async fn a_topic_that_is_dropped_leaves_its_channel(world: World) {
    let server = world.start();
    let room = room(&server, options(), topic()).await;
    let channels = || server.command(&["PUBSUB", "CHANNELS"]).unwrap();
    eventually("it listens", async || channels() == "*1").await;
    drop(room);
    eventually("it has left", async || channels() == "*0").await;
}

pub(crate) async fn the_example_of_two_nodes_runs(world: World) {
    let server = world.start();
    let heard = within(two_nodes::run(&server.url())).await.unwrap();
    assert_eq!(heard, ["hello", "anybody?", "here"]);
}
