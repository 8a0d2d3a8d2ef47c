//! Server-sent events: `eventsource`.

use std::time::Duration;

use http::Method;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::world::{World, key, until};

#[tokio::test]
async fn a_stream_begins_with_the_time_to_reconnect_and_has_the_fields_of_the_original() {
    let world = World::new().await;
    let client = world.client().await;
    let mut stream = world.follow(&client.id).await;
    assert_eq!(stream.field("cache-control"), "no-cache, no-store");
    assert_eq!(stream.field("access-control-allow-origin"), "");
    assert_eq!(stream.line().await.as_deref(), Some("retry: 5000"));
}

#[tokio::test]
async fn each_event_is_one_line_with_an_array_of_one_message() {
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    world.publish("/app/public/x", &json!("before")).await;
    let mut stream = world.follow(&client.id).await;
    assert_eq!(stream.event().await, json!({"channel": "/app/public/x", "data": "before"}));
    let data = "\r\n {\n \"a\\nb\" : \"\u{2028}\" }";
    let body = format!(r#"{{ "channel" : "/app/public/x", "data": {data}, "ext": {{"auth": {}}} }}"#, key());
    assert_eq!(world.post("/push", "application/json", body).await.messages()[0]["successful"], true);
    assert_eq!(stream.event().await, json!({"channel": "/app/public/x", "data": {"a\nb": "\u{2028}"}}));
}

#[tokio::test]
async fn an_unknown_client_gets_no_stream() {
    let world = World::new().await;
    let client = world.client().await;
    client.disconnect().await;
    for id in ["nobody", client.id.as_str(), "a/b"] {
        let fields = [("accept", "text/event-stream")];
        let answer = world.ask(Method::GET, &format!("/push/{id}"), &fields, "").await;
        assert_eq!(answer.status, 404, "{id}");
    }
}

#[tokio::test]
async fn a_connect_beside_a_stream_is_answered_at_once_and_takes_no_events() {
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    let mut stream = world.follow(&client.id).await;
    let answer = world.exchange(&client.connect("eventsource")).await;
    let advice = json!({"reconnect": "retry", "interval": 300_000, "timeout": 0});
    assert_eq!((answer.len(), &answer[0]["advice"]), (1, &advice));
    world.publish("/app/public/x", &json!(1)).await;
    assert_eq!(world.exchange(&client.connect("eventsource")).await.len(), 1);
    assert_eq!(stream.event().await["data"], 1);
}

#[tokio::test]
async fn a_connect_without_its_stream_takes_the_events_itself() {
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    world.publish("/app/public/x", &json!(1)).await;
    let answer: Vec<Value> = world.exchange(&client.connect("eventsource")).await;
    assert_eq!(answer[1]["data"], 1);
}

#[tokio::test]
async fn a_stream_without_events_shows_every_10_seconds_that_it_is_alive() {
    let world = World::new().await;
    let client = world.client().await;
    let mut stream = world.follow(&client.id).await;
    let start = Instant::now();
    loop {
        let line = stream.line().await.expect("a comment");
        if line.starts_with(':') && start.elapsed() > Duration::from_secs(5) {
            break;
        }
        assert!(!line.starts_with("data:"), "{line}");
    }
    let waited = start.elapsed();
    assert!((Duration::from_secs(9)..Duration::from_secs(20)).contains(&waited), "{waited:?}");
}

#[tokio::test]
async fn a_stream_ends_with_its_session_and_when_another_connection_comes() {
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    let mut first = world.follow(&client.id).await;
    let mut second = world.follow(&client.id).await;
    first.ended().await;
    world.publish("/app/public/x", &json!(1)).await;
    assert_eq!(second.event().await["data"], 1);
    client.disconnect().await;
    second.ended().await;
}

#[tokio::test]
async fn what_was_not_sent_on_a_lost_stream_waits_in_order() {
    const EVENTS: u64 = 400;
    let world = World::with(|settings| settings.limits.queued_bytes = 1 << 30).await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    let padding = "x".repeat(100_000);
    for number in 0..EVENTS {
        world.publish("/app/public/x", &json!({"n": number, "x": padding})).await;
    }
    let mut stream = world.follow(&client.id).await;
    assert_eq!(stream.event().await["data"]["n"], 0);
    drop(stream);
    let waiting: Vec<u64> = client.data().await.iter().map(|data| data["n"].as_u64().unwrap()).collect();
    let first = *waiting.first().expect("40 MB do not fit into the buffers of a connection");
    assert_eq!(waiting, (first..EVENTS).collect::<Vec<_>>());
}

#[tokio::test]
async fn events_wait_after_a_stream_was_lost() {
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    let stream = world.follow(&client.id).await;
    drop(stream);
    until("the loss of the stream", async || {
        world.publish("/app/public/x", &json!(1)).await;
        !client.data().await.is_empty()
    })
    .await;
}
