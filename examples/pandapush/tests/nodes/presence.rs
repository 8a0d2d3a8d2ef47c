//! One list of users over all nodes.

use jsonwebtoken::{EncodingKey, Header, encode};
use libtest_mimic::Trial;
use peers::{Redis, trial};
use serde_json::{Value, json};

use super::client::Client;
use super::world::{World, block_on};

const CHANNEL: &str = "/app/presence/room";

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("users_of_all_nodes_are_on_one_list_and_counted_once", Redis::find(), |redis| {
            block_on(one_list(redis));
            Ok(())
        }),
        trial("a_user_who_leaves_and_comes_back_quickly_stays_on_the_list", Redis::find(), |redis| {
            block_on(back_again(redis));
            Ok(())
        }),
        trial("a_user_whose_node_dies_leaves_when_the_session_expires", Redis::find(), |redis| {
            block_on(dead_node(redis));
            Ok(())
        }),
    ]
}

async fn one_list(redis: Redis) {
    let world = World::new(redis, 3);
    let mut ann = Client::start(world.node(0)).await;
    let list = ann.subscribe(CHANNEL, Some(&token("ann", 1))).await;
    assert_eq!(list["ext"]["presence"], json!({"subscribe": {"ann": {"id": "ann", "data": 1}}}));
    let mut bob = Client::start(world.node(1)).await;
    let list = bob.subscribe(CHANNEL, Some(&token("bob", 2))).await;
    let both = json!({"ann": {"id": "ann", "data": 1}, "bob": {"id": "bob", "data": 2}});
    assert_eq!(list["ext"]["presence"], json!({"subscribe": both}));
    assert_eq!(ann.event().await, json!({"subscribe": {"bob": {"id": "bob", "data": 2}}}));

    let mut bob_again = Client::start(world.node(2)).await;
    let list = bob_again.subscribe(CHANNEL, Some(&token("bob", 3))).await;
    assert_eq!(list["ext"]["presence"]["subscribe"]["bob"]["data"], 3, "the newest data");
    bob.unsubscribe(CHANNEL).await;
    ann.expect_silence(CHANNEL).await;
    assert_eq!(bob_again.event().await, "end");
    bob_again.unsubscribe(CHANNEL).await;
    assert_eq!(ann.event().await, json!({"unsubscribe": {"bob": null}}));
}

async fn back_again(redis: Redis) {
    let world = World::new(redis, 2);
    let mut ann = Client::start(world.node(0)).await;
    ann.subscribe(CHANNEL, Some(&token("ann", 1))).await;
    let mut bob = Client::start(world.node(1)).await;
    for _ in 0..20 {
        bob.subscribe(CHANNEL, Some(&token("bob", 2))).await;
        assert_eq!(ann.event().await, json!({"subscribe": {"bob": {"id": "bob", "data": 2}}}));
        bob.unsubscribe(CHANNEL).await;
        assert_eq!(ann.event().await, json!({"unsubscribe": {"bob": null}}));
    }
    let list = bob.subscribe(CHANNEL, Some(&token("bob", 2))).await;
    assert_eq!(list["ext"]["presence"]["subscribe"].as_object().unwrap().len(), 2);
    let answer = world.admin(0, "GET", &format!("/application/app/presence?channel={CHANNEL}"), "").await;
    assert!(answer.body.contains("bob") && answer.body.contains("ann"), "{answer:?}");
}

async fn dead_node(redis: Redis) {
    // Sessions are kept for two seconds.
    let mut world = World::with(redis, 2, None, 1);
    let mut bob = Client::start(world.node(1)).await;
    bob.subscribe(CHANNEL, Some(&token("bob", 2))).await;
    let mut watcher = Client::start(world.node(0)).await;
    watcher.subscribe(CHANNEL, Some(&token("ann", 1))).await;
    world.nodes[1].kill().unwrap();
    assert_eq!(watcher.event().await, json!({"unsubscribe": {"bob": null}}));
}

/// Returns a token for a user on the channel.
fn token(id: &str, data: u32) -> String {
    let claims: Value =
        json!({"keyId": "devkey", "channel": CHANNEL, "sub": true, "presence": {"id": id, "data": data}});
    encode(&Header::default(), &claims, &EncodingKey::from_secret(b"devsecret")).unwrap()
}
