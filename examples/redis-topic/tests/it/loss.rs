//! Connections that are lost, and a Redis that is killed, restarted and emptied.

use std::time::Duration;

use bytes::Bytes;
use peers::Persistence;
use redis_topic::redis::Script;
use redis_topic::{AppendScript, Health, Item, LOG_LUA, Position, RedisLogs};
use tokio::time::sleep;

use crate::proxy::Proxy;
use crate::world::{World, append, entries, eventually, follow, options, payloads, process, within};

pub(crate) async fn a_cut_connection_loses_nothing(world: World) {
    let server = world.start();
    let proxy = Proxy::start(server.address()).await;
    let (cut, whole) = (RedisLogs::new(&proxy.url(), options()).unwrap(), process(&server, options()));
    let mut follower = follow(&cut, "room").await;
    for round in 0..5 {
        let texts = [format!("{round} a"), format!("{round} b")];
        let texts = [texts[0].as_str(), texts[1].as_str()];
        append(&whole, "room", &texts[..1]).await;
        proxy.cut();
        append(&whole, "room", &texts[1..]).await;
        assert_eq!(payloads(&mut follower, 2).await, entries(&texts));
    }
}

pub(crate) async fn an_append_whose_answer_was_lost_is_not_repeated(world: World) {
    let server = world.start();
    let proxy = Proxy::start(server.address()).await;
    let quick = options().response_time_limit(Duration::from_millis(100));
    let (unclear, whole) = (RedisLogs::new(&proxy.url(), quick).unwrap(), process(&server, options()));
    let mut follower = follow(&whole, "room").await;
    append(&unclear, "room", &["a"]).await;
    proxy.withhold_answers();
    let log = unclear.log("room");
    let appends = [log.append("b"), log.append("c")];
    let healing = async {
        // They have arrived, and nobody knows; the attempts to find out are not answered either.
        let reached = payloads(&mut follower, 2).await;
        sleep(Duration::from_millis(150)).await;
        proxy.cut();
        reached
    };
    let [first, second] = appends;
    // The first is alone in its call, and the second follows.
    let (first, second, mut reached) = within(async { tokio::join!(first, second, healing) }).await;
    let (first, second) = (first.unwrap(), second.unwrap());
    assert!(first < second);
    append(&unclear, "room", &["d"]).await;
    reached.extend(payloads(&mut follower, 2).await);
    assert_eq!(reached, entries(&["a", "b", "c", "d"]));
    let page = whole.log("room").read(Position::ZERO, 10).await.unwrap();
    assert_eq!(page.items.len(), 4, "{page:?}");
    let position = |index: usize| match &page.items[index] {
        Item::Entry(entry) => entry.position,
        Item::Gap => panic!("a gap"),
    };
    assert_eq!((position(1), position(2)), (first, second));
}

pub(crate) async fn a_script_whose_answer_was_lost_is_not_repeated(world: World) {
    let server = world.start();
    let proxy = Proxy::start(server.address()).await;
    let quick = options().response_time_limit(Duration::from_millis(100));
    let unclear = RedisLogs::new(&proxy.url(), quick).unwrap();
    let log = unclear.log("room");
    let script = AppendScript::new("append('counted'); return redis.call('INCR', keys[1])");
    let count = || log.append_with(&script, vec!["count".into()], Vec::<Bytes>::new());
    let first = count().await.unwrap();
    assert_eq!(first.result, Some(redis_topic::redis::Value::Int(1)));
    proxy.withhold_answers();
    let healing = async {
        eventually("it ran", async || is(&server, "2")).await;
        proxy.cut();
    };
    let (second, ()) = within(async { tokio::join!(count(), healing) }).await;
    let second = second.unwrap();
    assert_eq!((second.result, log.position().await.unwrap()), (None, second.position));
    assert!(second.position > first.position && is(&server, "2"));
}

/// Returns whether the counter has a value.
fn is(server: &peers::RedisServer, value: &str) -> bool {
    // The answer's first line is the length of the text, so compare in Redis.
    let script = format!("return redis.call('GET', 'count') == '{value}' and 1 or 0");
    server.command(&["EVAL", &script, "0"]).unwrap() == ":1"
}

pub(crate) async fn a_late_attempt_of_an_earlier_call_is_refused(world: World) {
    let server = world.start();
    let logs = process(&server, options());
    let text = "
        local log = log_open(KEYS[1], KEYS[2], 100, 100000, 7)
        if log_repeated(log, ARGV[1], tonumber(ARGV[2])) then return 0 end
        log_append(log, ARGV[2])
        log_close(log, ARGV[1], tonumber(ARGV[2]), 32)
        return 1";
    let script = Script::new(&[LOG_LUA, text].concat());
    let mut outcomes = Vec::new();
    for (writer, number) in [("a", 1), ("a", 3), ("a", 2), ("b", 1), ("a", 3), ("a", 10), ("a", 9), ("b", 2)] {
        let call = |mut connection| {
            let mut call = script.key("topic:log:room");
            call.key("topic:head:room").arg(writer).arg(number);
            async move { call.invoke_async::<u8>(&mut connection).await }
        };
        outcomes.push(logs.run(call).await.unwrap());
    }
    assert_eq!(outcomes, [1, 1, 0, 1, 0, 1, 0, 1]);
    let mut follower = logs.log("room").follow(Position::ZERO);
    assert_eq!(payloads(&mut follower, 5).await, entries(&["1", "3", "1", "10", "2"]));
}

pub(crate) async fn an_emptied_redis_is_a_gap(world: World) {
    let server = world.start();
    let logs = process(&server, options());
    let mut follower = follow(&logs, "room").await;
    let positions = append(&logs, "room", &["a", "b"]).await;
    assert_eq!(payloads(&mut follower, 2).await, entries(&["a", "b"]));
    server.flush().unwrap();
    append(&logs, "room", &["c", "d"]).await;
    let expected = [vec![None], entries(&["c", "d"])].concat();
    assert_eq!(payloads(&mut follower, 3).await, expected);
    let mut resumed = logs.log("room").follow(positions[0]);
    assert_eq!(payloads(&mut resumed, 3).await, expected);
    // Goes on as before.
    append(&logs, "room", &["e"]).await;
    assert_eq!(payloads(&mut follower, 1).await, entries(&["e"]));
}

pub(crate) async fn a_log_that_was_emptied_before_its_first_entry_is_a_gap(world: World) {
    let server = world.start();
    let proxy = Proxy::start(server.address()).await;
    let (cut, whole) = (RedisLogs::new(&proxy.url(), options()).unwrap(), process(&server, options()));
    let mut follower = follow(&cut, "room").await;
    eventually("it listens", async || server.command(&["PUBSUB", "CHANNELS"]).unwrap() == "*1").await;
    // Nothing reaches the follower, so it has only its first position to go by.
    proxy.withhold_answers();
    append(&whole, "room", &["a"]).await;
    server.flush().unwrap();
    append(&whole, "room", &["b"]).await;
    proxy.cut();
    assert_eq!(payloads(&mut follower, 2).await, [vec![None], entries(&["b"])].concat());
}

/// Kills and restarts Redis while entries are appended, and returns what a follower saw.
async fn restarted(world: &World, persistence: Persistence, durable: bool) -> Vec<Option<String>> {
    let mut server = world.start_with(persistence);
    let logs = process(&server, options().durable(durable));
    let mut follower = follow(&logs, "room").await;
    append(&logs, "room", &["a", "b"]).await;
    let mut seen = payloads(&mut follower, 2).await;
    server.kill().unwrap();
    let log = logs.log("room");
    let pending = tokio::spawn(async move { log.append("c").await });
    eventually("the loss is noticed", async || !logs.health().is_connected()).await;
    server.restart().unwrap();
    within(pending).await.unwrap().unwrap();
    append(&logs, "room", &["d"]).await;
    while seen.last() != Some(&Some("d".to_owned())) {
        seen.extend(payloads(&mut follower, 1).await);
    }
    seen
}

pub(crate) async fn a_restart_without_persistence_is_a_gap(world: World) {
    let seen = restarted(&world, Persistence::None, false).await;
    assert_eq!(seen, [entries(&["a", "b"]), vec![None], entries(&["c", "d"])].concat());
}

pub(crate) async fn a_restart_of_a_durable_redis_is_no_gap(world: World) {
    let seen = restarted(&world, Persistence::AppendOnly, true).await;
    assert_eq!(seen, entries(&["a", "b", "c", "d"]));
}

pub(crate) async fn a_restart_with_an_append_only_file_is_a_gap_if_it_may_lose(world: World) {
    let seen = restarted(&world, Persistence::AppendOnly, false).await;
    assert_eq!(seen, [entries(&["a", "b"]), vec![None], entries(&["c", "d"])].concat());
}

pub(crate) async fn a_position_before_a_restart_is_a_gap_for_a_new_process(world: World) {
    let mut server = world.start_with(Persistence::AppendOnly);
    let before = append(&process(&server, options()), "room", &["a", "b"]).await;
    server.restart().unwrap();
    let logs = process(&server, options());
    let after = append(&logs, "room", &["c"]).await;
    let read = async |position| logs.log("room").read(position, 10).await.unwrap().items;
    let [gap, second, third] = <[Item; 3]>::try_from(read(before[0]).await).unwrap();
    assert_eq!(gap, Item::Gap);
    assert!(matches!((second, third), (Item::Entry(b), Item::Entry(c)) if b.payload == "b" && c.payload == "c"));
    assert_eq!(read(after[0]).await, []);
}

pub(crate) async fn health_tells_of_a_lost_redis_and_its_return(world: World) {
    let mut server = world.start();
    let logs = process(&server, options());
    let mut health = logs.watch_health();
    within(health.wait_for(Health::is_connected)).await.unwrap();
    for _ in 0..2 {
        server.kill().unwrap();
        let lost = within(health.wait_for(|health| !health.is_connected())).await.unwrap().clone();
        assert!(matches!(lost, Health::Disconnected { reason } if !reason.is_empty()));
        server.restart().unwrap();
        within(health.wait_for(Health::is_connected)).await.unwrap();
        assert_eq!(logs.health(), Health::Connected);
    }
}

pub(crate) async fn a_process_may_start_before_redis(world: World) {
    let mut server = world.start();
    server.kill().unwrap();
    let logs = process(&server, options());
    let mut follower = logs.log("room").follow(Position::ZERO);
    let log = logs.log("room");
    let pending = tokio::spawn(async move { log.append("a").await });
    eventually("Redis is missed", async || match logs.health() {
        Health::Disconnected { reason } => reason.contains("refused"),
        Health::Connected => panic!("nothing listens"),
    })
    .await;
    server.restart().unwrap();
    within(pending).await.unwrap().unwrap();
    assert_eq!(payloads(&mut follower, 1).await, entries(&["a"]));
}
