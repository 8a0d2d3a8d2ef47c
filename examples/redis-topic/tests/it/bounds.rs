//! Bounds of logs, queues, entries and times.

use std::time::Duration;

use futures_util::future::join_all;
use redis_topic::{Error, Position};
use tokio::time::Instant;

use crate::world::{World, append, entries, eventually, follow, options, payloads, process, within};

fn numbers(range: std::ops::Range<usize>) -> Vec<String> {
    range.map(|number| number.to_string()).collect()
}

fn texts(numbers: &[String]) -> Vec<&str> {
    numbers.iter().map(String::as_str).collect()
}

pub(crate) async fn a_slow_follower_reads_the_rest_from_the_log(world: World) {
    let server = world.start();
    for options in [options().queue(4, 1 << 20), options().queue(1_000, 8)] {
        let logs = process(&server, options);
        let (mut slow, mut fast) = (follow(&logs, "room").await, follow(&logs, "room").await);
        let numbers = numbers(0..300);
        for number in &numbers {
            append(&logs, "room", &[number]).await;
            assert_eq!(payloads(&mut fast, 1).await, entries(&[number]));
        }
        assert_eq!(payloads(&mut slow, 300).await, entries(&texts(&numbers)));
        append(&logs, "room", &["more"]).await;
        assert_eq!(payloads(&mut slow, 1).await, entries(&["more"]));
    }
}

pub(crate) async fn a_follower_behind_a_trimmed_log_has_a_gap(world: World) {
    let server = world.start();
    let logs = process(&server, options().queue(4, 1 << 20).log_length(50));
    let mut slow = follow(&logs, "room").await;
    append(&logs, "room", &["first"]).await;
    assert_eq!(payloads(&mut slow, 1).await, entries(&["first"]));
    let numbers = numbers(0..1_000);
    append(&logs, "room", &texts(&numbers)).await;
    let mut seen = Vec::new();
    while seen.last() != Some(&Some("999".to_owned())) {
        seen.extend(payloads(&mut slow, 1).await);
    }
    // What was in the queue, one gap, and what the log has kept.
    let gap = seen.iter().position(Option::is_none).expect("a gap");
    assert_eq!(seen[..gap], entries(&texts(&numbers))[..gap]);
    assert!(gap <= 4, "{gap}");
    let kept = seen.len() - gap - 1;
    assert!((50..=150).contains(&kept), "{kept}");
    assert_eq!(seen[gap + 1..], entries(&texts(&numbers[1_000 - kept..])));
}

pub(crate) async fn a_log_keeps_its_length(world: World) {
    let server = world.start();
    let logs = process(&server, options().log_length(50));
    append(&logs, "room", &texts(&numbers(0..1_000))).await;
    let length: usize = server.command(&["XLEN", "topic:log:room"]).unwrap()[1..].parse().unwrap();
    assert!((50..=150).contains(&length), "{length}");
}

pub(crate) async fn an_entry_has_a_largest_size(world: World) {
    let server = world.start();
    let logs = process(&server, options().max_entry_bytes(10));
    let log = logs.log("room");
    assert_eq!(log.append("x".repeat(11)).await, Err(Error::TooLarge { bytes: 11, limit: 10 }));
    log.append("x".repeat(10)).await.unwrap();
    assert_eq!(server.command(&["XLEN", "topic:log:room"]).unwrap(), ":1");
}

pub(crate) async fn appends_end_with_their_time_limit(world: World) {
    let mut server = world.start();
    let limit = Duration::from_secs(1);
    let logs = process(&server, options().time_limit(limit));
    append(&logs, "room", &["a"]).await;
    server.kill().unwrap();
    eventually("the loss is noticed", async || !logs.health().is_connected()).await;
    let begin = Instant::now();
    let log = logs.log("room");
    for outcome in within(join_all((0..2_000).map(|_| log.append("b")))).await {
        // Nothing was sent, so it is known that nothing was appended.
        assert!(matches!(outcome, Err(Error::Unavailable(_))), "{outcome:?}");
    }
    assert!(matches!(log.position().await, Err(Error::Unavailable(_))));
    // Those that wait for others do not wait for as long again: they would go in more than thirty calls.
    assert!(begin.elapsed() < limit * 10, "{:?}", begin.elapsed());
    server.restart().unwrap();
    eventually("Redis returns", async || logs.health().is_connected()).await;
    append(&logs, "room", &["c"]).await;
    let mut follower = logs.log("room").follow(Position::ZERO);
    assert_eq!(payloads(&mut follower, 1).await, entries(&["c"]));
}

pub(crate) async fn unused_logs_expire_and_followed_ones_do_not(world: World) {
    let server = world.start();
    let logs = process(&server, options().unused_after(Duration::from_secs(2)));
    let exist = async |name: &str| {
        let keys = [format!("topic:log:{name}"), format!("topic:head:{name}")];
        server.command(&["EXISTS", &keys[0], &keys[1]]).unwrap()
    };
    let mut follower = follow(&logs, "followed").await;
    for round in ["a", "b"] {
        append(&logs, "followed", &[round]).await;
        append(&logs, "unused", &[round]).await;
        assert_eq!((exist("followed").await, exist("unused").await), (":2".into(), ":2".into()));
        eventually("the log expires", async || exist("unused").await == ":0").await;
        assert_eq!(exist("followed").await, ":2");
        assert_eq!(payloads(&mut follower, 1).await, entries(&[round]));
    }
    drop(follower);
    eventually("the log expires that was followed", async || exist("followed").await == ":0").await;
}

pub(crate) async fn the_writers_of_a_log_are_bounded(world: World) {
    let server = world.start();
    let survivor = process(&server, options());
    for number in 0..40 {
        append(&process(&server, options()), "room", &[&number.to_string()]).await;
        append(&survivor, "room", &["s"]).await;
    }
    // 32 of them, and the last position.
    assert_eq!(server.command(&["HLEN", "topic:head:room"]).unwrap(), ":33");
    assert_eq!(server.command(&["XLEN", "topic:log:room"]).unwrap(), ":80");
}
