//! Subscribed on one node, published on another.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use libtest_mimic::Trial;
use peers::{Redis, trial};
use serde_json::{Value, json};

use super::client::{Client, Poller};
use super::world::{World, block_on};

const CHANNEL: &str = "/app/public/x";

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("what_is_published_on_any_node_reaches_subscribers_of_all_in_order", Redis::find(), |redis| {
            block_on(any_node(redis));
            Ok(())
        }),
        trial("a_poller_without_a_home_gets_every_event_once_and_in_order", Redis::find(), |redis| {
            block_on(round_robin(redis));
            Ok(())
        }),
        trial("a_poller_that_gives_up_and_repeats_its_requests_misses_no_event", Redis::find(), |redis| {
            block_on(stubborn(redis));
            Ok(())
        }),
        trial("a_subscription_begins_in_order_while_others_publish", Redis::find(), |redis| {
            block_on(in_order(redis));
            Ok(())
        }),
        trial("a_client_moves_to_another_node_and_misses_nothing", Redis::find(), |redis| {
            block_on(moving(redis));
            Ok(())
        }),
        trial("an_acknowledged_subscription_is_in_force_on_all_nodes", Redis::find(), |redis| {
            block_on(in_force(redis));
            Ok(())
        }),
        trial("a_subscription_made_on_another_node_than_the_home_is_in_force", Redis::find(), |redis| {
            block_on(elsewhere(redis));
            Ok(())
        }),
    ]
}

async fn any_node(redis: Redis) {
    let world = World::new(redis, 3);
    let mut clients = Vec::new();
    for node in 0..3 {
        let mut client = Client::start(world.node(node)).await;
        assert_eq!(client.subscribe(CHANNEL, None).await["successful"], true);
        assert_eq!(client.subscribe("/app/public/**", None).await["successful"], true);
        clients.push(client);
    }
    for number in 0..60 {
        assert_eq!(world.publish(number % 3, CHANNEL, &json!({"n": number}).to_string()).await.status, 200);
    }
    for client in &mut clients {
        for number in 0..60 {
            assert_eq!(client.event().await, json!({"n": number}));
        }
        client.expect_silence(CHANNEL).await;
    }
}

async fn round_robin(redis: Redis) {
    let world = World::new(redis, 2);
    let nodes = vec![world.node(0).to_owned(), world.node(1).to_owned()];
    let mut poller = Poller::start(nodes).await;
    poller.subscribe(CHANNEL).await;
    let publishing = async {
        for number in 0..300 {
            assert_eq!(world.publish(number % 2, CHANNEL, &json!({"n": number}).to_string()).await.status, 200);
        }
    };
    let polling = async {
        let mut events = Vec::new();
        while events.len() < 300 {
            events.extend(poller.poll().await);
        }
        events
    };
    let ((), events) = tokio::join!(publishing, polling);
    assert_eq!(events, numbers(300));
}

async fn stubborn(redis: Redis) {
    let world = World::new(redis, 2);
    let nodes = vec![world.node(0).to_owned(), world.node(1).to_owned()];
    let mut poller = Poller::start(nodes).await;
    poller.subscribe(CHANNEL).await;
    let publishing = async {
        for number in 0..200 {
            assert_eq!(world.publish(number % 2, CHANNEL, &json!({"n": number}).to_string()).await.status, 200);
        }
    };
    // Some requests are given up before they are read, some in the middle of a move, some while they are answered.
    let patience = |request: usize| Duration::from_micros([300, 2_000, 700, 20_000, 1_200, 5_000][request % 6]);
    let polling = async {
        let mut seen = BTreeSet::new();
        let mut next = 0;
        while seen.len() < 200 {
            for event in poller.poll_stubbornly(patience).await {
                let number = event["n"].as_u64().unwrap();
                // A request that was given up may be carried out late, and then events come again. None is left out.
                assert!(number <= next, "{number} before {next}");
                next = next.max(number + 1);
                seen.insert(number);
            }
        }
    };
    tokio::join!(publishing, polling);
}

async fn in_order(redis: Redis) {
    let world = World::new(redis, 2);
    let mut client = Client::start(world.node(0)).await;
    let is_done = AtomicBool::new(false);
    let publishing = async {
        let mut number = 0;
        while !is_done.load(Ordering::Relaxed) {
            assert_eq!(world.publish(1, CHANNEL, &json!({"n": number}).to_string()).await.status, 200);
            number += 1;
        }
    };
    let subscribing = async {
        let mut received = Vec::new();
        for _ in 0..15 {
            // Each time it begins with what is published after it, and misses nothing until it ends.
            client.subscribe(CHANNEL, None).await;
            let mut last = None;
            for _ in 0..20 {
                let number = client.event().await["n"].as_u64().unwrap();
                assert!(last.is_none_or(|last| number == last + 1), "{number} after {last:?}");
                last = Some(number);
                received.push(number);
            }
            client.unsubscribe(CHANNEL).await;
            // What waited then comes before the next reply.
            client.unsubscribe(CHANNEL).await;
            received.extend(client.drain().into_iter().filter_map(|event| event["n"].as_u64()));
        }
        is_done.store(true, Ordering::Relaxed);
        received
    };
    let ((), received) = tokio::join!(publishing, subscribing);
    assert!(received.windows(2).all(|pair| pair[0] < pair[1]), "{received:?}");
}

async fn moving(redis: Redis) {
    let world = World::new(redis, 2);
    let mut client = Client::start(world.node(0)).await;
    client.subscribe(CHANNEL, None).await;
    for number in 0..100 {
        if number % 10 == 5 {
            assert!(client.move_to(world.node(number / 10 % 2)).await);
        }
        world.publish(number % 2, CHANNEL, &json!({"n": number}).to_string()).await;
    }
    for number in 0..100 {
        assert_eq!(client.event().await, json!({"n": number}));
    }
    client.expect_silence(CHANNEL).await;
}

async fn in_force(redis: Redis) {
    let world = World::new(redis, 2);
    for number in 0..50 {
        let channel = format!("/app/public/c{number}");
        let mut client = Client::start(world.node(0)).await;
        client.subscribe(&channel, None).await;
        world.publish(1, &channel, "[1]").await;
        assert_eq!(client.event().await, json!([1]));
        client.unsubscribe(&channel).await;
        world.publish(1, &channel, "[2]").await;
        client.subscribe(&channel, None).await;
        client.expect_silence(&channel).await;
    }
}

async fn elsewhere(redis: Redis) {
    let world = World::new(redis, 2);
    let mut client = Client::start(world.node(0)).await;
    let mut other = Poller::start(vec![world.node(1).to_owned()]).await;
    other.id = client.id.clone();
    for number in 0..20 {
        let channel = format!("/app/public/c{number}");
        other.subscribe(&channel).await;
        world.publish(1, &channel, &json!([number]).to_string()).await;
        assert_eq!(client.event().await, json!([number]));
    }
}

fn numbers(count: usize) -> Vec<Value> {
    (0..count).map(|number| json!({"n": number})).collect()
}
