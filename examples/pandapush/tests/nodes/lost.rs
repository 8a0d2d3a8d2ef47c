//! What a node could not send after the client has moved to another.

use std::sync::Arc;
use std::time::Duration;

use libtest_mimic::Trial;
use pandapush::access::{Key, Keyring};
use pandapush::bayeux::messages;
use pandapush::broker::{ClientId, OutletKind};
use pandapush::cluster::Hosts;
use pandapush::hub::{Hub, Processed, Released, Settings};
use pandapush::metrics::Metrics;
use peers::{Persistence, Redis, RedisServer, trial};
use serde_json::Value;

use super::world::{block_on, until};

pub(crate) fn trials() -> Vec<Trial> {
    vec![trial("a_client_learns_of_events_that_were_not_sent_before_it_moved", Redis::find(), |redis| {
        block_on(moved(redis));
        Ok(())
    })]
}

/// A node in this process.
fn node(redis: &RedisServer, name: &str) -> Hub {
    let keyring = Keyring::default();
    keyring.insert(Key {
        application: "app".to_owned(),
        id: "key".to_owned(),
        secret: "secret".to_owned().into(),
        expires: None,
        revoked_at: None,
    });
    let hosts = Hosts::new(&[redis.url()], &redis_topic::Options::default()).unwrap();
    let mut settings = Settings::default();
    name.clone_into(&mut settings.node);
    let hub = Hub::new(Arc::new(keyring), settings, Metrics::new(), Some(hosts));
    let upkeep = hub.clone();
    tokio::spawn(async move { upkeep.run().await });
    hub
}

async fn reply(hub: &Hub, message: &str) -> Value {
    match hub.process(&messages(message).unwrap()[0]).await {
        Processed::Reply(reply) | Processed::Connect(_, reply) => serde_json::to_value(&reply).unwrap(),
    }
}

async fn moved(redis: Redis) {
    let redis = redis.start(Persistence::None).unwrap();
    let (left, right) = (node(&redis, "left"), node(&redis, "right"));
    let handshake = r#"{"channel":"/meta/handshake","version":"1.0","supportedConnectionTypes":["websocket"]}"#;
    let id = reply(&left, handshake).await["clientId"].as_str().unwrap().to_owned();
    let client = ClientId::from_text(&id);
    let subscribe = format!(r#"{{"channel":"/meta/subscribe","clientId":"{id}","subscription":"/app/public/x"}}"#);
    assert_eq!(reply(&left, &subscribe).await["successful"], true);
    let stalled = left.attach(&client, OutletKind::EventStream, None).await.unwrap();
    let publish = r#"{"channel":"/app/public/x","data":1,"ext":{"auth":{"key":"key","secret":"secret"}}}"#;
    assert_eq!(reply(&left, publish).await["successful"], true);
    let Released::Events(events) = stalled.released().await else { panic!("no events") };
    // The left node has the event in its hands, and counts it as delivered.
    let moved = right.attach(&client, OutletKind::Socket, None).await.unwrap();
    assert_eq!(stalled.released().await, Released::Gone);
    stalled.restore(events);
    let ended = tokio::time::timeout(Duration::from_secs(20), moved.released()).await;
    assert_eq!(ended, Ok(Released::Gone));
    until(async || right.attach(&client, OutletKind::Socket, None).await.is_err()).await;
}
