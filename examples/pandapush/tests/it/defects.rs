//! Defects of the original that are not copied: the reference's section 18, where no other test shows it.

use http::Method;
use serde_json::{Value, json};

use crate::world::{World, claims, key, sign, token};

#[tokio::test]
async fn a_refusal_of_the_rest_api_is_answered() {
    let world = World::new().await;
    let answer = world.publish_by_rest("/app/private/x", &json!({"key": "key", "secret": "wrong"})).await.unwrap();
    assert_eq!(answer.status, 400);
    let body: Value = serde_json::from_str(&answer.text).unwrap();
    assert_eq!(body, json!({"code": null, "params": [], "message": "Invalid secret"}));
}

#[tokio::test]
async fn meta_channels_are_not_published_by_clients() {
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe("/app/meta/statistics").await;
    for auth in [key(), token("/app/meta/**")] {
        let message = json!({"channel": "/app/meta/statistics", "data": {"source": "mallory"}, "ext": {"auth": auth}});
        assert_eq!(world.reply(&message).await["error"], "403:/app/meta/statistics:Forbidden channel");
    }
    let sources: Vec<Value> = client.data().await.iter().map(|data| data["source"].clone()).collect();
    assert!(!sources.contains(&json!("mallory")), "{sources:?}");
}

#[tokio::test]
async fn events_of_presence_have_no_fields_of_the_server() {
    let world = World::new().await;
    let (ann, bob) = (world.client().await, world.client().await);
    ann.subscribe("/app/presence/x").await;
    let auth = json!({"token": sign(&claims("/app/presence/x", &json!({"presence": {"id": "bob"}})))});
    let mut subscribe = bob.subscription("/app/presence/x", &auth);
    subscribe["ext"]["internal"] = json!("x");
    world.reply(&subscribe).await;
    bob.disconnect().await;
    let expected = [
        json!({"channel": "/app/presence/x", "data": {"subscribe": {"bob": {"id": "bob"}}}}),
        json!({"channel": "/app/presence/x", "data": {"unsubscribe": {"bob": null}}}),
    ];
    assert_eq!(ann.events().await, expected);
}

#[tokio::test]
async fn keys_of_a_deleted_application_stop_at_once() {
    let world = World::new().await;
    let client = world.client().await;
    assert_eq!(client.subscribe_with("/app/private/x", &key()).await["successful"], true);
    world.hub.keyring().remove_application("app");
    assert_eq!(client.subscribe_with("/app/private/y", &key()).await["error"], "Could not find key");
    let answer = world.publish_by_rest("/app/private/x", &key()).await.unwrap();
    assert!(answer.status == 400 && answer.text.contains("Could not find key"), "{answer:?}");
}

#[tokio::test]
async fn an_odd_subscription_fails_its_message_and_not_the_request() {
    let world = World::new().await;
    let client = world.client().await;
    let odd = [json!(null), json!(5), json!({"a": 1}), json!([]), json!([[]]), json!(true), json!("")];
    for subscription in odd {
        let message = json!({"channel": "/meta/subscribe", "clientId": client.id, "subscription": subscription});
        let good = client.subscription("/app/public/x", &json!(null));
        let replies = world.exchange(&json!([message, good])).await;
        assert_eq!(replies[0]["error"], "402:subscription:Missing required parameter", "{subscription}");
        assert_eq!(replies[1]["successful"], true, "{subscription}");
    }
}

#[tokio::test]
async fn errors_are_short_texts_that_show_nothing_of_the_server() {
    let world = World::new().await;
    let fields = [("content-type", "application/json")];
    let targets = ["/push", "/channel/app/public/x?token=x", "/nothing", "/channel/app/public/x", "/health_check.json"];
    for target in targets {
        let answer = world.ask(Method::POST, target, &fields, "{").await;
        assert!(answer.status >= 400 && answer.text.len() < 200, "{target}: {answer:?}");
        for shown in [".rs", "panicked", "stack", "/home", "/root", "serde"] {
            assert!(!answer.text.contains(shown), "{target}: {answer:?}");
        }
    }
}

#[tokio::test]
async fn client_ids_and_channels_of_builtin_names_are_names_like_others() {
    let world = World::new().await;
    for name in ["__proto__", "constructor", "hasOwnProperty", "toString", "prototype"] {
        let client = world.client().await;
        let channel = format!("/app/public/{name}");
        client.subscribe(&channel).await;
        world.publish(&channel, &json!(1)).await;
        assert_eq!(client.data().await, [1], "{name}");
        let connect = json!({"channel": "/meta/connect", "clientId": name, "connectionType": "long-polling"});
        assert_eq!(world.reply(&connect).await["error"], format!("401:{name}:Unknown client"));
    }
}
