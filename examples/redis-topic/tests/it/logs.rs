//! Logs that are appended to and followed, by several processes.

use bytes::Bytes;
use futures_util::future::join_all;
use redis_topic::redis::{self, Value};
use redis_topic::{AppendScript, Item, Position};

use crate::world::{World, append, entries, eventually, follow, options, payloads, process, within};

pub(crate) async fn entries_reach_followers_in_every_process_in_order(world: World) {
    let server = world.start();
    let (first, second) = (process(&server, options()), process(&server, options()));
    let mut followers = Vec::new();
    for logs in [&first, &second, &second] {
        followers.push(follow(logs, "room").await);
    }
    let mut other = follow(&second, "other room").await;
    let mut positions = append(&first, "room", &["a", "b"]).await;
    positions.extend(append(&second, "room", &["c"]).await);
    positions.extend(append(&first, "room", &["d"]).await);
    append(&first, "other room", &["x"]).await;
    assert!(positions.is_sorted_by(|earlier, later| earlier < later), "{positions:?}");
    for follower in &mut followers {
        assert_eq!(payloads(follower, 4).await, entries(&["a", "b", "c", "d"]));
    }
    assert_eq!(payloads(&mut other, 1).await, entries(&["x"]));
}

pub(crate) async fn what_one_process_appends_keeps_the_order_of_the_calls(world: World) {
    let server = world.start();
    let logs = process(&server, options());
    let mut follower = follow(&logs, "room").await;
    let numbers: Vec<String> = (0..500).map(|number| number.to_string()).collect();
    // Two handles of the log, and no call waits for the one before it.
    let handles = [logs.log("room"), logs.log("room")];
    let appends = numbers.iter().zip(handles.iter().cycle()).map(|(number, log)| log.append(number.clone()));
    let positions = within(join_all(appends)).await.into_iter().collect::<Result<Vec<Position>, _>>().unwrap();
    assert!(positions.is_sorted_by(|earlier, later| earlier < later));
    for (number, position) in numbers.iter().zip(positions) {
        let Item::Entry(entry) = within(follower.next()).await else { panic!("a gap") };
        assert_eq!((entry.payload.as_ref(), entry.position), (number.as_bytes(), position));
    }
}

pub(crate) async fn a_page_begins_after_a_position(world: World) {
    let server = world.start();
    let logs = process(&server, options());
    let log = logs.log("room");
    let begin = log.position().await.unwrap();
    assert!(begin > Position::ZERO);
    let positions = append(&logs, "room", &["a", "b", "c"]).await;
    assert_eq!(log.position().await.unwrap(), positions[2]);
    // After which position, how many; which entries, where the next page begins, whether there may be more.
    let table: [(Position, usize, &[usize], Position, bool); 6] = [
        (begin, 10, &[0, 1, 2], positions[2], false),
        (Position::ZERO, 10, &[0, 1, 2], positions[2], false),
        (positions[0], 10, &[1, 2], positions[2], false),
        (positions[0], 1, &[1], positions[1], true),
        (positions[0], 0, &[1], positions[1], true),
        (positions[2], 10, &[], positions[2], false),
    ];
    for (after, limit, expected, position, more) in table {
        let page = log.read(after, limit).await.unwrap();
        let read = page.items.iter().map(|item| match item {
            Item::Entry(entry) => entry.position,
            Item::Gap => Position::ZERO,
        });
        let expected: Vec<Position> = expected.iter().map(|index| positions[*index]).collect();
        assert_eq!((read.collect(), page.position, page.more), (expected, position, more), "{after} {limit}");
    }
}

pub(crate) async fn a_follower_begins_after_a_position(world: World) {
    let server = world.start();
    let logs = process(&server, options());
    let positions = append(&logs, "room", &["a", "b", "c"]).await;
    let mut from_second = logs.log("room").follow(positions[0]);
    let mut from_begin = logs.log("room").follow(Position::ZERO);
    assert_eq!(payloads(&mut from_second, 2).await, entries(&["b", "c"]));
    append(&logs, "room", &["d"]).await;
    assert_eq!(payloads(&mut from_second, 1).await, entries(&["d"]));
    assert_eq!(payloads(&mut from_begin, 4).await, entries(&["a", "b", "c", "d"]));
}

pub(crate) async fn one_subscription_serves_a_log_and_ends_with_its_last_follower(world: World) {
    let server = world.start();
    let logs = process(&server, options());
    let mut followers = vec![follow(&logs, "room").await, follow(&logs, "room").await];
    append(&logs, "room", &["a"]).await;
    for follower in &mut followers {
        assert_eq!(payloads(follower, 1).await, entries(&["a"]));
    }
    let numbers = async || -> Value {
        let count = |mut connection| async move {
            redis::cmd("PUBSUB").arg("NUMSUB").arg("topic:log:room").query_async(&mut connection).await
        };
        logs.run(count).await.unwrap()
    };
    let subscribers = |count| Value::Array(vec![Value::BulkString(b"topic:log:room".to_vec()), Value::Int(count)]);
    assert_eq!(numbers().await, subscribers(1));
    followers.pop();
    append(&logs, "room", &["b"]).await;
    assert_eq!(payloads(&mut followers[0], 1).await, entries(&["b"]));
    followers.pop();
    eventually("the channel is left", async || numbers().await == subscribers(0)).await;
    // Followed again, it is delivered again.
    let mut again = follow(&logs, "room").await;
    append(&logs, "room", &["c"]).await;
    assert_eq!(payloads(&mut again, 1).await, entries(&["c"]));
    assert_eq!(numbers().await, subscribers(1));
}

pub(crate) async fn a_script_changes_other_keys_and_appends_in_one_step(world: World) {
    let server = world.start();
    let logs = process(&server, options());
    let log = logs.log("room");
    let mut follower = follow(&logs, "room").await;
    let join = AppendScript::new(
        "local added = redis.call('HSET', keys[1], args[1], args[2])
         if added == 1 then append('joined ' .. args[1]) end
         return added",
    );
    let member =
        |name: &'static str| log.append_with(&join, vec!["members".into()], [name, "{}"].map(Bytes::from).into());
    let begin = log.position().await.unwrap();
    let ann = member("ann").await.unwrap();
    assert!(ann.position > begin && ann.result == Some(Value::Int(1)));
    let again = member("ann").await.unwrap();
    assert_eq!((again.position, again.result), (ann.position, Some(Value::Int(0))));
    member("bea").await.unwrap();
    assert_eq!(payloads(&mut follower, 2).await, entries(&["joined ann", "joined bea"]));
    let error = log.append_with(&AppendScript::new("error('no')"), Vec::new(), Vec::new()).await.unwrap_err();
    assert!(matches!(&error, redis_topic::Error::Refused(text) if text.contains("no")), "{error}");
}

pub(crate) async fn ten_thousand_logs_are_followed_and_survive_a_cut(world: World) {
    const LOGS: usize = 10_000;
    let server = world.start();
    let logs = process(&server, options());
    let names: Vec<String> = (0..LOGS).map(|number| format!("room {number}")).collect();
    let mut followers = within(join_all(names.iter().map(|name| follow(&logs, name)))).await;
    for round in ["a", "b"] {
        let texts = [round];
        within(join_all(names.iter().map(|name| append(&logs, name, &texts)))).await;
        for follower in &mut followers {
            assert_eq!(payloads(follower, 1).await, entries(&[round]));
        }
        server.command(&["CLIENT", "KILL", "TYPE", "pubsub"]).unwrap();
    }
    drop(followers);
    eventually("all channels are left", async || server.command(&["PUBSUB", "CHANNELS"]).unwrap() == "*0").await;
}
