//! What the server bounds beyond the reference: sessions, subscriptions, batches, and how much is sent.

use std::num::NonZeroU32;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use crate::world::{World, key, until};

#[tokio::test]
async fn a_key_that_publishes_too_much_is_told_when_to_go_on() {
    let world = World::with(|settings| settings.key_rate = NonZeroU32::new(2)).await;
    let publication = json!({"channel": "/app/public/x", "data": 1, "ext": {"auth": key()}});
    let replies = world.exchange(&json!([publication, publication, publication])).await;
    assert_eq!(replies[1]["successful"], true);
    let error = replies[2]["error"].as_str().unwrap();
    let [code, wait, text] = error.split(':').collect::<Vec<_>>()[..] else { panic!("{error}") };
    assert_eq!((code, text), ("429", "Too many publications"));
    assert!((1..=500).contains(&wait.parse::<u64>().unwrap()), "{error}");
    let answer = world.publish_by_rest("/app/public/x", &key()).await.unwrap();
    assert_eq!((answer.status, answer.field("retry-after")), (429, "1"));
    let other = json!({"key": "colon", "secret": "with:colon"});
    assert_eq!(world.publish_by_rest("/app/public/x", &other).await.unwrap().status, 200, "each key has its own");
    until("the end of the wait", async || world.reply(&publication).await["successful"] == true).await;
}

#[tokio::test]
async fn messages_beyond_the_rate_of_a_socket_wait_and_none_is_lost() {
    let world = World::with(|settings| settings.connection_rate = NonZeroU32::new(20).unwrap()).await;
    let mut socket = world.socket().await;
    let start = Instant::now();
    for number in 1..=40 {
        socket.send(&json!({"channel": "/app/public/x", "id": number, "data": 1, "ext": {"auth": key()}})).await;
    }
    for number in 1..=40 {
        assert_eq!(socket.message().await["id"], number);
    }
    assert!(start.elapsed() >= Duration::from_millis(900), "{:?}", start.elapsed());
}

#[tokio::test]
async fn the_messages_of_a_batch_count_one_by_one() {
    let world = World::with(|settings| settings.connection_rate = NonZeroU32::new(20).unwrap()).await;
    let mut socket = world.socket().await;
    let publication = json!({"channel": "/app/public/x", "data": 1, "ext": {"auth": key()}});
    let start = Instant::now();
    socket.send(&Value::Array(vec![publication.clone(); 40])).await;
    assert_eq!(socket.frame().await.len(), 40);
    assert_eq!(socket.reply(&publication).await["successful"], true);
    assert!(start.elapsed() >= Duration::from_millis(900), "{:?}", start.elapsed());
}

#[tokio::test]
async fn events_that_a_client_receives_do_not_count_as_its_messages() {
    let world = World::with(|settings| settings.connection_rate = NonZeroU32::MIN).await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    let mut socket = world.socket().await;
    socket.send(&client.connect("websocket")).await;
    // From here on the client owes one message, and may send the next after a second.
    let start = Instant::now();
    while start.elapsed() < Duration::from_millis(1200) {
        world.publish("/app/public/x", &json!("event")).await;
        assert_eq!(socket.message().await["data"], "event");
    }
    let sent = Instant::now();
    assert_eq!(socket.reply(&client.subscription("/app/public/y", &json!(null))).await["successful"], true);
    assert!(sent.elapsed() < Duration::from_millis(500), "{:?}", sent.elapsed());
}

#[tokio::test]
async fn sessions_and_subscriptions_have_bounds() {
    let world = World::with(|settings| {
        settings.limits.sessions = 2;
        settings.limits.subscriptions = 2;
    })
    .await;
    let client = world.client().await;
    let _second = world.client().await;
    let handshake = json!({"channel": "/meta/handshake", "version": "1.0", "supportedConnectionTypes": ["websocket"]});
    assert_eq!(world.reply(&handshake).await["error"], "503::too many clients");
    client.subscribe("/app/public/x").await;
    let several =
        |channels: Value| json!({"channel": "/meta/subscribe", "clientId": client.id, "subscription": channels});
    let refused = world.reply(&several(json!(["/app/public/y", "/app/public/z"]))).await;
    assert_eq!(refused["error"], "503::too many subscriptions");
    world.publish("/app/public/y", &json!(1)).await;
    assert_eq!(client.events().await, Vec::<Value>::new(), "all or nothing");
    client.subscribe("/app/public/y").await;
    client.subscribe("/app/public/x").await;
    assert_eq!(client.subscribe_with("/app/public/z", &json!(null)).await["error"], "503::too many subscriptions");
    client.unsubscribe("/app/public/x").await;
    client.subscribe("/app/public/z").await;
}

#[tokio::test]
async fn more_channels_than_a_session_may_have_are_refused_before_their_credentials_are_checked() {
    let world = World::with(|settings| settings.limits.subscriptions = 2).await;
    let client = world.client().await;
    let channels = json!(["/app/private/x", "/app/private/y", "/app/private/z"]);
    let message = json!({"channel": "/meta/subscribe", "clientId": client.id, "subscription": channels});
    assert_eq!(world.reply(&message).await["error"], "503::too many subscriptions");
}

#[tokio::test]
async fn a_request_has_at_most_1000_messages() {
    let world = World::new().await;
    let messages = |count| Value::Array(vec![json!({"channel": "/meta/x"}); count]).to_string();
    assert_eq!(world.post("/push", "application/json", messages(1000)).await.messages().len(), 1000);
    world.post("/push", "application/json", messages(1001)).await.is(400, "Bad request");
}
