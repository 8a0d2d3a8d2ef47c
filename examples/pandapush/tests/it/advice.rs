//! What clients are advised: the reference's section 9.4.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use crate::world::World;

/// A hold that a test can wait for.
const HOLD: Duration = Duration::from_millis(400);

#[tokio::test]
async fn success_advises_to_connect_again_with_the_hold_of_the_server() {
    let world = World::with(|settings| settings.hold = Duration::from_secs(30)).await;
    let client = world.client().await;
    let advice = |interval, timeout| json!({"reconnect": "retry", "interval": interval, "timeout": timeout});
    let rows = [
        ("long-polling", advice(0, 30_000)),
        ("cross-origin-long-polling", advice(0, 30_000)),
        ("callback-polling", advice(0, 30_000)),
        ("websocket", advice(0, 30_000)),
        ("in-process", advice(0, 30_000)),
        ("eventsource", advice(30_000, 0)),
    ];
    for (connection_type, expected) in rows {
        let mut connect = client.connect(connection_type);
        connect["advice"] = json!({"timeout": 0});
        assert_eq!(world.reply(&connect).await["advice"], expected, "{connection_type}");
    }
}

#[tokio::test]
async fn failure_advises_a_handshake_alone() {
    let world = World::new().await;
    for message in [
        json!({"channel": "/meta/handshake"}),
        json!({"channel": "/meta/connect"}),
        json!({"channel": "/meta/connect", "clientId": "nobody", "connectionType": "websocket"}),
    ] {
        assert_eq!(world.reply(&message).await["advice"], json!({"reconnect": "handshake"}), "{message}");
    }
}

#[tokio::test]
async fn other_replies_have_no_advice() {
    let world = World::new().await;
    let client = world.client().await;
    for message in [
        client.subscription("/app/public/x", &json!(null)),
        client.subscription("/app/private/x", &json!(null)),
        json!({"channel": "/meta/subscribe", "clientId": "nobody", "subscription": "/app/public/x"}),
        json!({"channel": "/meta/disconnect", "clientId": client.id}),
        json!({"channel": "/meta/disconnect", "clientId": client.id}),
        json!({"channel": "/app/public/x", "data": 1}),
    ] {
        assert_eq!(world.reply(&message).await.get("advice"), None, "{message}");
    }
}

#[tokio::test]
async fn a_connect_is_held_for_the_hold_of_the_server() {
    let world = World::holding(HOLD).await;
    let client = world.client().await;
    let start = Instant::now();
    assert_eq!(world.exchange(&client.connect("long-polling")).await.len(), 1);
    assert!(start.elapsed() >= HOLD, "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_client_may_shorten_the_hold_and_not_lengthen_it() {
    let long = Duration::from_mins(10);
    let patient = World::holding(long).await;
    let client = patient.client().await;
    let start = Instant::now();
    for timeout in [json!(0), json!(-1), json!(0.5)] {
        let mut connect = client.connect("long-polling");
        connect["advice"] = json!({"timeout": timeout});
        assert_eq!(patient.reply(&connect).await["successful"], true);
    }
    assert!(start.elapsed() < long, "the client's time counts");

    let world = World::holding(HOLD).await;
    let client = world.client().await;
    let start = Instant::now();
    let mut connect = client.connect("long-polling");
    connect["advice"] = json!({"timeout": 3_600_000});
    assert_eq!(world.reply(&connect).await["successful"], true, "held for the hold of the server");
    assert!(start.elapsed() >= HOLD, "{:?}", start.elapsed());
}

#[tokio::test]
async fn advice_of_another_type_is_ignored() {
    let world = World::holding(HOLD).await;
    let client = world.client().await;
    for advice in [json!("x"), json!({"timeout": "0"}), json!([]), json!({"timeout": null}), json!(null)] {
        let mut connect = client.connect("long-polling");
        connect["advice"] = advice.clone();
        let start = Instant::now();
        assert_eq!(world.reply(&connect).await["successful"], true, "{advice}");
        assert!(start.elapsed() >= HOLD, "{advice}: {:?}", start.elapsed());
    }
}

#[tokio::test]
async fn connects_of_several_clients_in_one_batch_are_held_at_the_same_time() {
    let hold = Duration::from_secs(2);
    let world = World::holding(hold).await;
    let mut batch = Vec::new();
    for _ in 0..20 {
        batch.push(world.client().await.connect("long-polling"));
    }
    let start = Instant::now();
    let answer = world.exchange(&Value::Array(batch.clone())).await;
    let elapsed = start.elapsed();
    assert!(answer.len() == 20 && elapsed >= hold && elapsed < 2 * hold, "{} in {elapsed:?}", answer.len());
    for connect in &mut batch {
        connect["advice"] = json!({"timeout": 0});
        assert_eq!(world.reply(connect).await["successful"], true, "no session has ended meanwhile");
    }
}
