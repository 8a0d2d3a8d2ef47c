//! Nodes are told to end one after the other, as for a new version.

use libtest_mimic::Trial;
use peers::{Redis, trial};
use serde_json::{Value, json};

use super::client::{Client, Poller};
use super::world::{World, block_on};

const CHANNEL: &str = "/app/public/x";

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("a_client_on_a_node_that_is_told_to_end_misses_nothing_and_gets_nothing_twice", Redis::find(), |redis| {
            block_on(on_a_socket(redis));
            Ok(())
        }),
        trial("a_client_that_polls_while_nodes_are_replaced_gets_everything_once", Redis::find(), |redis| {
            block_on(polling(redis));
            Ok(())
        }),
    ]
}

async fn on_a_socket(redis: Redis) {
    let mut world = World::new(redis, 2);
    let mut client = Client::start(world.node(0)).await;
    client.subscribe(CHANNEL, None).await;
    for number in 0..200 {
        if number == 100 {
            world.nodes[0].terminate().unwrap();
        }
        assert_eq!(world.publish(1, CHANNEL, &json!({"n": number}).to_string()).await.status, 200);
    }
    let mut received = client.events_until_lost().await;
    assert!(world.nodes[0].wait().unwrap().success());
    assert!(client.move_to(world.node(1)).await, "the session is known to the other node");
    while received.len() < 200 {
        received.push(client.event().await);
    }
    assert_eq!(received, numbers(0..200));
    client.expect_silence(CHANNEL).await;
}

async fn polling(redis: Redis) {
    let mut world = World::new(redis, 2);
    let mut poller = Poller::start(vec![world.node(0).to_owned(), world.node(1).to_owned()]).await;
    poller.subscribe(CHANNEL).await;
    world.publish(0, CHANNEL, r#"{"n":0}"#).await;
    assert_eq!(poller.poll().await, numbers(0..1));
    for replaced in 0..2 {
        world.start_node();
        let nodes = (replaced + 1..world.nodes.len()).map(|node| world.node(node).to_owned()).collect();
        world.nodes[replaced].terminate().unwrap();
        assert!(world.nodes[replaced].wait().unwrap().success());
        poller.use_nodes(nodes);
        let number = 2 * replaced + 1;
        for number in number..number + 2 {
            world.publish(replaced + 2, CHANNEL, &json!({"n": number}).to_string()).await;
        }
        let mut received = Vec::new();
        while received.len() < 2 {
            received.extend(poller.poll().await);
        }
        assert_eq!(received, numbers(number..number + 2));
    }
}

fn numbers(range: std::ops::Range<usize>) -> Vec<Value> {
    range.map(|number| json!({"n": number})).collect()
}
