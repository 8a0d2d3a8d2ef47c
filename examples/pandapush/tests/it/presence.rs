//! Who is on a channel: the reference's section 7.

use serde_json::{Value, json};

use crate::world::{Client, World, claims, key, sign, token};

const ROOM: &str = "/app/presence/room";

/// Returns `ext.auth` with a token for a channel and a user.
fn user(channel: &str, presence: &Value) -> Value {
    json!({"token": sign(&claims(channel, &json!({"presence": presence})))})
}

/// Subscribes to `ROOM` as a user and returns the list of the reply.
async fn join(client: &Client<'_>, presence: &Value) -> Value {
    let reply = client.subscribe_with(ROOM, &user(ROOM, presence)).await;
    assert_eq!(reply["successful"], true, "{reply}");
    reply["ext"]["presence"].clone()
}

#[tokio::test]
async fn the_reply_has_everybody_and_the_others_learn_of_the_newcomer() {
    let world = World::new().await;
    let (ann, bob) = (world.client().await, world.client().await);
    let (about_ann, about_bob) = (json!({"id": "ann", "name": "Ann"}), json!({"id": "bob", "x": [1, {"y": null}]}));
    assert_eq!(join(&ann, &about_ann).await, json!({"subscribe": {"ann": about_ann}}));
    assert_eq!(ann.events().await, Vec::<Value>::new(), "the list has it");
    assert_eq!(join(&bob, &about_bob).await, json!({"subscribe": {"ann": about_ann, "bob": about_bob}}));
    assert_eq!(ann.events().await, [json!({"channel": ROOM, "data": {"subscribe": {"bob": about_bob}}})]);
    assert_eq!(bob.events().await, Vec::<Value>::new());
}

#[tokio::test]
async fn presence_that_a_client_sends_itself_is_overwritten() {
    let world = World::new().await;
    let (ann, bob) = (world.client().await, world.client().await);
    join(&ann, &json!({"id": "ann"})).await;
    let mut message = bob.subscription(ROOM, &user(ROOM, &json!({"id": "bob"})));
    message["ext"]["presence"] = json!({"id": "mallory"});
    let reply = world.reply(&message).await;
    assert_eq!(reply["ext"], json!({"presence": {"subscribe": {"ann": {"id": "ann"}, "bob": {"id": "bob"}}}}));
    assert_eq!(ann.data().await, [json!({"subscribe": {"bob": {"id": "bob"}}})]);
}

#[tokio::test]
async fn a_subscription_without_a_presence_id_is_refused() {
    let world = World::new().await;
    let client = world.client().await;
    let refused = "No presence id specified in presence subscription";
    let mut rows = vec![key(), json!({"token": sign(&claims(ROOM, &json!({})))})];
    for nobody in
        [json!({}), json!({"id": null}), json!({"id": ""}), json!({"id": 0}), json!({"name": "x"}), json!("x")]
    {
        rows.push(user(ROOM, &nobody));
    }
    for auth in rows {
        let mut message = client.subscription(ROOM, &auth);
        message["ext"]["presence"] = json!({"id": "mallory"});
        assert_eq!(world.reply(&message).await["error"], refused, "{auth}");
    }
    assert_eq!(world.hub.users("app", ROOM).await.unwrap(), []);
}

#[tokio::test]
async fn the_last_connection_of_a_user_leaves_and_no_other() {
    let world = World::new().await;
    let observer = world.client().await;
    join(&observer, &json!({"id": "observer"})).await;
    let (first, second, third) = (world.client().await, world.client().await, world.client().await);
    join(&first, &json!({"id": "ann", "tab": 1})).await;
    assert_eq!(observer.data().await, [json!({"subscribe": {"ann": {"id": "ann", "tab": 1}}})]);
    let list = join(&second, &json!({"id": "ann", "tab": 2})).await;
    assert_eq!(list["subscribe"]["ann"], json!({"id": "ann", "tab": 2}), "the newest data");
    join(&third, &json!({"id": "ann", "tab": 3})).await;
    assert_eq!(observer.data().await, Vec::<Value>::new(), "not announced");
    let joiner = world.client().await;
    assert_eq!(join(&joiner, &json!({"id": "joiner"})).await["subscribe"]["ann"]["tab"], 3, "the next joiner sees it");
    observer.data().await;
    first.unsubscribe(ROOM).await;
    second.disconnect().await;
    assert_eq!(observer.data().await, Vec::<Value>::new());
    third.disconnect().await;
    assert_eq!(observer.events().await, [json!({"channel": ROOM, "data": {"unsubscribe": {"ann": null}}})]);
}

#[tokio::test]
async fn a_user_who_leaves_by_unsubscribing_hears_nothing_more() {
    let world = World::new().await;
    let (ann, bob) = (world.client().await, world.client().await);
    join(&ann, &json!({"id": "ann"})).await;
    join(&bob, &json!({"id": "bob"})).await;
    ann.data().await;
    ann.unsubscribe(ROOM).await;
    assert_eq!(bob.data().await, [json!({"unsubscribe": {"ann": null}})]);
    bob.unsubscribe(ROOM).await;
    assert_eq!(ann.data().await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_numeric_id_becomes_a_text_as_a_key_only() {
    let world = World::new().await;
    let (client, observer) = (world.client().await, world.client().await);
    join(&observer, &json!({"id": "observer"})).await;
    let list = join(&client, &json!({"id": 7})).await;
    assert_eq!(list["subscribe"]["7"], json!({"id": 7}));
    client.disconnect().await;
    let expected = [json!({"subscribe": {"7": {"id": 7}}}), json!({"unsubscribe": {"7": null}})];
    assert_eq!(observer.data().await, expected);
}

#[tokio::test]
async fn a_pattern_receives_the_events_of_all_rooms_without_appearing_in_them() {
    for pattern in ["/app/presence/*", "/app/presence/**"] {
        let world = World::new().await;
        let (observer, ann) = (world.client().await, world.client().await);
        let reply = observer.subscribe_with(pattern, &user(pattern, &json!({"id": "observer"}))).await;
        assert_eq!(reply["ext"]["presence"], json!({"subscribe": {"observer": {"id": "observer"}}}), "its own name");
        assert_eq!(join(&ann, &json!({"id": "ann"})).await, json!({"subscribe": {"ann": {"id": "ann"}}}));
        ann.disconnect().await;
        let expected = [
            json!({"channel": ROOM, "data": {"subscribe": {"ann": {"id": "ann"}}}}),
            json!({"channel": ROOM, "data": {"unsubscribe": {"ann": null}}}),
        ];
        assert_eq!(observer.events().await, expected, "{pattern}");
    }
}

#[tokio::test]
async fn a_pattern_needs_a_token_for_it() {
    let world = World::new().await;
    let client = world.client().await;
    for granted in [ROOM, "/app/presence/other/*", "/app/private/**"] {
        let reply = client.subscribe_with("/app/presence/**", &user(granted, &json!({"id": "ann"}))).await;
        assert_eq!(reply["error"], "Token does not match channel", "{granted}");
    }
}

#[tokio::test]
async fn ordinary_messages_are_delivered_and_forged_presence_is_refused() {
    let world = World::new().await;
    let (client, deep) = (world.client().await, format!("{}{}", "[".repeat(200), "]".repeat(200)));
    client.subscribe(ROOM).await;
    let message = |data: &str, auth: &Value| format!(r#"{{"channel":"{ROOM}","data":{data},"ext":{{"auth":{auth}}}}}"#);
    let forged = [
        r#"{"subscribe":{"mallory":{"id":"mallory"}}}"#.to_owned(),
        r#"{"unsubscribe":{"ann":null}}"#.to_owned(),
        r#"{"x":1,"subscribe":null}"#.to_owned(),
        r#"{"s\u0075bscribe":{}}"#.to_owned(),
        // A reader with bounds that a browser does not have sees no object here.
        format!(r#"{{"subscribe":{{}},"x":{deep}}}"#),
        r#"{"subscribe":{},"x":1e999}"#.to_owned(),
        r#"{"subscribe":{},"x":"\ud800"}"#.to_owned(),
        r#"{"subscribe":{},"\ud800":1}"#.to_owned(),
    ];
    for data in &forged {
        for auth in [key(), token(ROOM)] {
            let answer = world.post("/push", "application/json", message(data, &auth)).await;
            let reply = answer.messages().remove(0);
            assert_eq!(reply["error"], format!("403:{ROOM}:Reserved for presence"), "{data}");
        }
    }
    let ordinary = [json!("subscribe"), json!(["subscribe"]), json!({"a": {"subscribe": 1}}), json!(null), json!(1)];
    for data in &ordinary {
        let answer = world.post("/push", "application/json", message(&data.to_string(), &key())).await;
        assert_eq!(answer.messages()[0]["successful"], true, "{data}");
    }
    assert_eq!(client.data().await, ordinary);
}

#[tokio::test]
async fn a_user_who_leaves_and_rejoins_at_once_is_there() {
    let world = World::new().await;
    let (ann, bob) = (world.client().await, world.client().await);
    join(&bob, &json!({"id": "bob"})).await;
    join(&ann, &json!({"id": "ann"})).await;
    bob.data().await;
    let leave = json!({"channel": "/meta/unsubscribe", "clientId": ann.id, "subscription": ROOM});
    let rejoin = ann.subscription(ROOM, &user(ROOM, &json!({"id": "ann", "again": true})));
    let replies = world.exchange(&json!([leave, rejoin])).await;
    let about = json!({"id": "ann", "again": true});
    assert_eq!(replies[1]["ext"]["presence"]["subscribe"]["ann"], about);
    assert_eq!(bob.data().await, [json!({"unsubscribe": {"ann": null}}), json!({"subscribe": {"ann": about}})]);
    assert_eq!(world.hub.users("app", ROOM).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_refused_subscription_leaves_no_ghost() {
    let world = World::new().await;
    let observer = world.client().await;
    join(&observer, &json!({"id": "observer"})).await;
    let auth = user(ROOM, &json!({"id": "ghost"}));
    let mut unknown = observer.subscription(ROOM, &auth);
    unknown["clientId"] = json!("nobody");
    let invalid = user("/app/presence/x.y", &json!({"id": "ghost"}));
    for (message, error) in [
        (unknown, "401:nobody:Unknown client"),
        (observer.subscription("/app/presence/x.y", &invalid), "405:/app/presence/x.y:Invalid channel"),
        (
            json!({"channel": "/meta/subscribe", "subscription": ROOM, "ext": {"auth": auth}}),
            "402:clientId:Missing required parameter",
        ),
    ] {
        assert_eq!(world.reply(&message).await["error"], error);
    }
    assert_eq!(observer.data().await, Vec::<Value>::new());
    let users = world.hub.users("app", ROOM).await.unwrap();
    assert_eq!(users.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["observer"]);
    assert_eq!(world.hub.presence_channels("app").await.unwrap(), [ROOM]);
}

#[tokio::test]
async fn a_client_that_becomes_another_user_leaves_as_the_first() {
    let world = World::new().await;
    let (client, observer) = (world.client().await, world.client().await);
    join(&observer, &json!({"id": "observer"})).await;
    join(&client, &json!({"id": "ann"})).await;
    observer.data().await;
    join(&client, &json!({"id": "bob"})).await;
    let expected = [json!({"unsubscribe": {"ann": null}}), json!({"subscribe": {"bob": {"id": "bob"}}})];
    assert_eq!(observer.data().await, expected);
}

#[tokio::test]
async fn a_list_is_only_in_the_reply_to_a_presence_subscription() {
    let world = World::new().await;
    let client = world.client().await;
    for channel in ["/app/public/x", "/app/private/x", "/app/meta/x"] {
        let reply = client.subscribe_with(channel, &token(channel)).await;
        assert_eq!((reply["successful"].as_bool(), reply.get("ext")), (Some(true), None), "{channel}");
    }
}
