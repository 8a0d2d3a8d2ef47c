//! Redis is restarted, or emptied.

use libtest_mimic::Trial;
use peers::{Redis, trial};

use super::client::Client;
use super::world::{World, block_on, until};

const CHANNEL: &str = "/app/public/x";

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("a_restart_of_redis_is_reported_and_heals_by_itself", Redis::find(), |redis| {
            block_on(restarted(redis));
            Ok(())
        }),
        trial("clients_begin_new_sessions_after_redis_was_emptied", Redis::find(), |redis| {
            block_on(emptied(redis));
            Ok(())
        }),
    ]
}

async fn restarted(redis: Redis) {
    let mut world = World::new(redis, 2);
    let mut client = Client::start(world.node(0)).await;
    client.subscribe(CHANNEL, None).await;
    world.redis.kill().unwrap();
    for node in 0..2 {
        world.until_health(node, 503).await;
    }
    assert_eq!(world.publish(1, CHANNEL, "[0]").await.status, 503, "nothing is acknowledged that is not delivered");
    world.redis.restart().unwrap();
    for node in 0..2 {
        world.until_health(node, 200).await;
    }
    begins_anew(&world, client).await;
}

async fn emptied(redis: Redis) {
    let world = World::new(redis, 2);
    let mut client = Client::start(world.node(0)).await;
    client.subscribe(CHANNEL, None).await;
    world.redis.flush().unwrap();
    begins_anew(&world, client).await;
}

/// The client learns that its session is lost, by the end of its connection and by the answer to its connect. A new
/// session works on all nodes.
async fn begins_anew(world: &World, mut client: Client) {
    // Publications go on, and the node notices what is missing.
    until(async || world.publish(1, CHANNEL, "[1]").await.status == 200).await;
    client.events_until_lost().await;
    assert!(!client.move_to(world.node(1)).await, "the session is unknown");
    // A node that notices the loss only now may end this session too.
    until(async || match Client::try_start(world.node(0)).await {
        Some(mut again) => again.follows(CHANNEL, async || drop(world.publish(1, CHANNEL, "[2]").await)).await,
        None => false,
    })
    .await;
}
