//! The hub with a paused clock.

use std::sync::Arc;
use std::time::Duration;

use super::*;
use crate::access::{Key, PresenceClaim};
use crate::bayeux::{Reply, messages};
use crate::broker::OutletKind;

fn hub() -> Hub {
    let keyring = Keyring::default();
    keyring.insert(Key {
        application: "a".to_owned(),
        id: "k".to_owned(),
        secret: "s".to_owned().into(),
        expires: None,
        revoked_at: None,
    });
    Hub::new(Arc::new(keyring), Settings::default(), Metrics::new(), None)
}

async fn reply(hub: &Hub, text: &str) -> serde_json::Value {
    match hub.process(&messages(text).unwrap()[0]).await {
        Processed::Reply(reply) | Processed::Connect(_, reply) => serde_json::to_value(&reply).unwrap(),
    }
}

async fn session(hub: &Hub) -> ClientId {
    let request = r#"{"channel":"/meta/handshake","version":"1.0","supportedConnectionTypes":["websocket"]}"#;
    ClientId::from_text(reply(hub, request).await["clientId"].as_str().unwrap())
}

fn subscribe(client: &ClientId, channel: &str, ext: &str) -> String {
    let client = client.as_str();
    format!(r#"{{"channel":"/meta/subscribe","clientId":"{client}","subscription":"{channel}","ext":{ext}}}"#)
}

const KEY: &str = r#"{"auth":{"key":"k","secret":"s"}}"#;

#[tokio::test(start_paused = true)]
async fn a_publication_reaches_a_waiting_connection() {
    let hub = hub();
    let client = session(&hub).await;
    assert_eq!(reply(&hub, &subscribe(&client, "/a/public/x", "{}")).await["successful"], true);
    let outlet = hub.attach(&client, OutletKind::Poll, None).await.unwrap();
    let published = reply(&hub, &format!(r#"{{"channel":"/a/public/x","data":{{"n":1}},"ext":{KEY}}}"#)).await;
    assert_eq!(published, serde_json::json!({"channel": "/a/public/x", "successful": true}));
    let Released::Events(events) = outlet.released().await else { panic!("no events") };
    assert_eq!(events[0].array().as_str(), r#"[{"channel":"/a/public/x","data":{"n":1}}]"#);
}

#[tokio::test(start_paused = true)]
async fn credentials_are_checked_before_the_message_is() {
    let hub = hub();
    let rows = [
        (r#"{"channel":"/meta/subscribe","subscription":"/a/private/x"}"#, "No auth supplied"),
        (r#"{"channel":"/meta/subscribe","subscription":"/x"}"#, "Invalid channel name"),
        (r#"{"channel":"/a/private/x"}"#, "No auth supplied"),
        (
            r#"{"channel":"/a/public/*","data":1,"ext":{"auth":{"key":"k","secret":"s"}}}"#,
            "405:/a/public/*:Invalid channel",
        ),
        (r#"{"channel":"/meta/subscribe/x"}"#, "403:/meta/subscribe/x:Forbidden channel"),
        (r#"{"channel":"/meta/subscribe"}"#, "402:subscription:Missing required parameter"),
    ];
    for (request, error) in rows {
        assert_eq!(reply(&hub, request).await["error"], error, "{request}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_subscription_of_several_channels_is_all_or_nothing() {
    let hub = hub();
    let client = session(&hub).await;
    let request = |second: &str| {
        let client = client.as_str();
        format!(r#"{{"channel":"/meta/subscribe","clientId":"{client}","subscription":["/a/public/x","{second}"]}}"#)
    };
    assert_eq!(reply(&hub, &request("/a/private/x")).await["error"], "No auth supplied");
    assert_eq!(reply(&hub, &request("/a/public/x.y")).await["error"], "405:/a/public/x.y:Invalid channel");
    assert!(hub.state().broker.patterns(&client).is_empty());
    assert_eq!(reply(&hub, &request("/a/public/y")).await["successful"], true);
    assert_eq!(hub.state().broker.patterns(&client).len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_silent_session_ends_after_twice_the_hold() {
    let hub = hub();
    let client = session(&hub).await;
    let upkeep = tokio::spawn({
        let hub = hub.clone();
        async move { hub.run().await }
    });
    tokio::time::sleep(Duration::from_secs(48)).await;
    assert!(hub.is_known(&client));
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(!hub.is_known(&client));
    tokio::time::sleep(Duration::from_secs(13)).await;
    assert_eq!(hub.state().broker.sessions(), 0);
    upkeep.abort();
}

#[tokio::test(start_paused = true)]
async fn statistics_are_published_to_their_subscribers() {
    let hub = hub();
    let client = session(&hub).await;
    reply(&hub, &subscribe(&client, "/a/meta/statistics", KEY)).await;
    let outlet = hub.attach(&client, OutletKind::Socket, None).await.unwrap();
    hub.publish_statistics().await;
    let Released::Events(events) = outlet.released().await else { panic!("no events") };
    let event: serde_json::Value = serde_json::from_str(events[0].message()).unwrap();
    let stats = serde_json::json!({"publishes": 0, "publishedChannels": 0, "clients": 1, "channels": 1});
    assert_eq!(event["data"]["stats"], stats);
}

#[tokio::test(start_paused = true)]
async fn disconnect_ends_the_session_and_releases_what_waits() {
    let hub = hub();
    let client = session(&hub).await;
    let outlet = hub.attach(&client, OutletKind::Poll, None).await.unwrap();
    let request = format!(r#"{{"channel":"/meta/disconnect","clientId":"{}"}}"#, client.as_str());
    assert_eq!(reply(&hub, &request).await["successful"], true);
    assert_eq!(outlet.released().await, Released::Gone);
    let again = reply(&hub, &request).await;
    assert_eq!((again["successful"].as_bool(), again.get("clientId")), (Some(false), None));
}

#[test]
fn a_reply_to_a_failed_connect_advises_a_handshake() {
    let request = messages(r#"{"channel":"/meta/connect","clientId":"x"}"#).unwrap().remove(0);
    let reply: Reply = Hub::failed_connect(&request, &crate::bayeux::BayeuxError::Missing("connectionType"));
    assert_eq!(
        serde_json::to_string(&reply).unwrap(),
        r#"{"channel":"/meta/connect","error":"402:connectionType:Missing required parameter","successful":false,"advice":{"reconnect":"handshake"}}"#
    );
}

/// A regression test: the user of a session that ended while it subscribed stayed present.
#[tokio::test(start_paused = true)]
async fn a_client_without_a_session_is_not_present() {
    let hub = hub();
    let channel = "/a/presence/x".to_owned();
    let user = PresenceClaim { id: "1".to_owned(), data: "{}".to_owned() };
    let subscribed = hub.subscribe_alone(&ClientId::random(), std::slice::from_ref(&channel), Some(&user));
    assert!(subscribed.is_err());
    assert!(hub.state().presence.list(&channel).is_empty());
}

#[tokio::test(start_paused = true)]
async fn no_subscription_is_accepted_after_large_lists_of_users() {
    let hub = hub();
    let client = session(&hub).await;
    for (mut listed, expected) in [(1 << 20, true), ((1 << 20) + 1, false)] {
        let text = subscribe(&client, "/a/public/x", "{}");
        let Processed::Reply(reply) = hub.process_after(&messages(&text).unwrap()[0], &mut listed).await else {
            panic!("a subscription is answered")
        };
        assert_eq!(serde_json::to_value(&reply).unwrap()["successful"], expected, "after {listed} bytes");
    }
}
