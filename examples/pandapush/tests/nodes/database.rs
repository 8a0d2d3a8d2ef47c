//! Keys on all nodes, and a database that is restarted.

use libtest_mimic::Trial;
use peers::{Postgres, Redis, trial};
use serde_json::{Value, json};

use super::client::Client;
use super::http::request;
use super::world::{World, block_on};

pub(crate) fn trials() -> Vec<Trial> {
    let engines = || Redis::find().zip(Postgres::find());
    vec![
        trial("a_new_key_works_on_every_node_at_once_and_a_revoked_one_on_none", engines(), |(redis, postgres)| {
            block_on(keys(redis, &postgres));
            Ok(())
        }),
        trial("a_restart_of_the_database_is_reported_and_heals_by_itself", engines(), |(redis, postgres)| {
            block_on(restarted(redis, &postgres));
            Ok(())
        }),
    ]
}

async fn keys(redis: Redis, postgres: &Postgres) {
    let server = postgres.start().unwrap();
    let world = World::with(redis, 2, Some(server.url()), 30);
    let application = created(&world, 0, "/applications", &json!({"name": "shop"})).await;
    let id = application["id"].as_str().unwrap();
    let key = created(&world, 0, &format!("/application/{id}/keys"), &json!({"purpose": "test"})).await;
    let (key, secret) = (key["id"].as_str().unwrap(), key["secret"].as_str().unwrap());
    let publish = async |node: usize| {
        let path = format!("/channel/{id}/public/x?token={}", token(key, secret, &format!("/{id}/**")));
        request(world.node(node), "POST", &path, "", "{}").await.unwrap()
    };
    // The other node is told, and needs a moment.
    super::world::until(async || publish(1).await.status == 200).await;
    assert_eq!(publish(0).await.status, 200);
    let revoked = world.admin(1, "POST", &format!("/application/{id}/keys/{key}/revoke"), "").await;
    assert_eq!(revoked.status, 200, "{revoked:?}");
    assert!(publish(1).await.body.contains("Revoked key"));
    super::world::until(async || publish(0).await.body.contains("Revoked key")).await;
    assert_eq!(world.admin(0, "DELETE", &format!("/application/{id}"), "").await.status, 200);
    super::world::until(async || publish(1).await.body.contains("Could not find key")).await;
}

async fn restarted(redis: Redis, postgres: &Postgres) {
    let mut server = postgres.start().unwrap();
    let world = World::with(redis, 2, Some(server.url()), 30);
    let mut client = Client::start(world.node(0)).await;
    client.subscribe("/app/public/x", None).await;
    server.kill().unwrap();
    for node in 0..2 {
        world.until_health(node, 503).await;
    }
    // What needs no database goes on.
    assert_eq!(world.publish(1, "/app/public/x", "[1]").await.status, 200);
    assert_eq!(client.event().await, json!([1]));
    assert!(world.admin(0, "GET", "/applications", "").await.status >= 500);
    server.restart().unwrap();
    for node in 0..2 {
        world.until_health(node, 200).await;
    }
    created(&world, 1, "/applications", &json!({"name": "after"})).await;
}

/// Creates something by the admin API of a node, and returns it.
async fn created(world: &World, node: usize, path: &str, body: &Value) -> Value {
    let answer = world.admin(node, "POST", path, &body.to_string()).await;
    assert!(matches!(answer.status, 200 | 201), "{answer:?}");
    serde_json::from_str(&answer.body).unwrap()
}

fn token(key: &str, secret: &str, channel: &str) -> String {
    use jsonwebtoken::{EncodingKey, Header, encode};
    let claims = json!({"keyId": key, "channel": channel, "pub": true});
    encode(&Header::default(), &claims, &EncodingKey::from_secret(secret.as_bytes())).unwrap()
}
