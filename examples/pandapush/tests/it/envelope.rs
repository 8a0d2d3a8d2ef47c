//! Requests, replies and errors of the protocol: the reference's sections 9.1 to 9.3.

use serde_json::{Map, Value, json};

use crate::world::{Client, World, key};

/// Asserts the members of a reply, exactly.
#[track_caller]
fn assert_members(reply: &Value, expected: &Value) {
    assert_eq!(reply, expected);
}

fn types() -> Value {
    json!(["long-polling", "cross-origin-long-polling", "callback-polling", "websocket", "eventsource", "in-process"])
}

fn retry() -> Value {
    json!({"reconnect": "retry", "interval": 0, "timeout": 300_000})
}

#[tokio::test]
async fn a_request_is_one_object_or_an_array_and_the_answer_an_array() {
    let world = World::new().await;
    let one = json!({"channel": "/app/public/x", "data": 1, "ext": {"auth": key()}});
    let reply = json!({"channel": "/app/public/x", "successful": true});
    assert_eq!(world.exchange(&one).await, std::slice::from_ref(&reply));
    assert_eq!(world.exchange(&json!([one])).await, std::slice::from_ref(&reply));
    assert_eq!(world.exchange(&json!([one, null, one])).await, [reply.clone(), reply]);
    for empty in [json!(null), json!([]), json!([null])] {
        assert_eq!(world.exchange(&empty).await, Vec::<Value>::new(), "{empty}");
    }
}

#[tokio::test]
async fn what_is_no_message_fails_the_request() {
    let world = World::new().await;
    let rows = [
        "",
        "x",
        "{",
        "5",
        "true",
        "\"text\"",
        "{}",
        "[{}]",
        "[5]",
        "[[]]",
        r#"{"channel":5}"#,
        r#"{"channel":null}"#,
        r#"{"channel":"/a"} x"#,
        "[{\"channel\":\"/a\"},5]",
        "\u{0}",
    ];
    for body in rows {
        let answer = world.post("/push", "application/json", body).await;
        answer.is(400, "Bad request");
        assert!(answer.field("content-type").starts_with("text/plain"), "{body}: {answer:?}");
    }
    let invalid = world.post("/push", "application/json", &b"{\"channel\":\"\xff\"}"[..]).await;
    invalid.is(400, "Bad request");
}

#[tokio::test]
async fn one_bad_message_leaves_the_others_of_its_batch_undone() {
    let world = World::new().await;
    let client = world.client().await;
    let batch = json!([client.subscription("/app/public/x", &json!(null)), {"no": "channel"}]);
    world.post("/push", "application/json", batch.to_string()).await.is(400, "Bad request");
    world.publish("/app/public/x", &json!(1)).await;
    assert_eq!(client.events().await, Vec::<Value>::new());
}

#[tokio::test]
async fn replies_repeat_id_and_client_id_as_they_were() {
    let world = World::new().await;
    for id in [json!("a"), json!(7), json!(1.5), json!([1]), json!({"a": 1})] {
        let message = json!({"id": id, "clientId": "c", "channel": "/app/public/x", "data": 1, "ext": {"auth": key()}});
        let reply = json!({"id": id, "clientId": "c", "channel": "/app/public/x", "successful": true});
        assert_members(&world.reply(&message).await, &reply);
    }
}

#[tokio::test]
async fn replies_have_the_members_of_the_table_and_no_others() {
    let world = World::new().await;
    let handshake = json!({"id": "1", "channel": "/meta/handshake", "version": "1.0",
        "supportedConnectionTypes": ["websocket"], "ext": {"x": 1}, "unknown": true});
    let reply = world.reply(&handshake).await;
    let id = reply["clientId"].clone();
    let expected = json!({"id": "1", "channel": "/meta/handshake", "successful": true, "version": "1.0",
        "supportedConnectionTypes": types(), "clientId": id, "advice": retry()});
    assert_members(&reply, &expected);
    let rows = [
        (
            json!({"channel": "/meta/connect", "connectionType": "long-polling", "advice": {"timeout": 0}}),
            json!({"advice": retry()}),
        ),
        (
            json!({"channel": "/meta/subscribe", "subscription": "/app/public/x"}),
            json!({"subscription": "/app/public/x"}),
        ),
        (
            json!({"channel": "/meta/subscribe", "subscription": ["/app/public/x", "/app/public/y"]}),
            json!({"subscription": ["/app/public/x", "/app/public/y"]}),
        ),
        (
            json!({"channel": "/meta/unsubscribe", "subscription": "/app/public/x"}),
            json!({"subscription": "/app/public/x"}),
        ),
        (json!({"channel": "/app/public/x", "data": null, "ext": {"auth": key()}}), json!({})),
        (json!({"channel": "/meta/disconnect"}), json!({})),
    ];
    for (mut message, more) in rows {
        message["clientId"] = id.clone();
        message["id"] = json!("2");
        let mut expected = json!({"id": "2", "clientId": id, "channel": message["channel"], "successful": true});
        expected.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        assert_members(&world.reply(&message).await, &expected);
    }
}

#[tokio::test]
async fn the_order_of_members_is_that_of_the_original() {
    let world = World::new().await;
    let client = world.client().await;
    let message =
        json!({"channel": "/meta/subscribe", "id": "1", "clientId": client.id, "subscription": "/app/private/x"});
    let answer = world.post("/push", "application/json", message.to_string()).await;
    let (id, head) = (&client.id, r#"[{"id":"1","clientId":""#);
    let tail = concat!(
        r#"","channel":"/meta/subscribe","error":"No auth supplied","successful":false,"#,
        r#""subscription":"/app/private/x"}]"#
    );
    answer.is(200, &format!("{head}{id}{tail}"));
}

#[tokio::test]
async fn a_batch_is_answered_in_order_and_a_connect_last() {
    let world = World::new().await;
    let client = world.client().await;
    let mut connect = client.connect("long-polling");
    connect["advice"] = json!({"timeout": 0});
    let handshake = json!({"channel": "/meta/handshake", "version": "1", "supportedConnectionTypes": ["websocket"]});
    let publish = json!({"channel": "/app/public/x", "data": 1, "ext": {"auth": key()}});
    let batch = json!([handshake, connect, client.subscription("/app/public/x", &json!(null)), publish]);
    let answer = world.exchange(&batch).await;
    let channels: Vec<&str> = answer.iter().map(|message| message["channel"].as_str().unwrap()).collect();
    assert_eq!(channels, ["/meta/handshake", "/meta/subscribe", "/app/public/x", "/meta/connect", "/app/public/x"]);
    assert_eq!(answer[4], json!({"channel": "/app/public/x", "data": 1}), "the event follows");
}

#[tokio::test]
async fn members_of_any_order_and_unknown_ones_are_accepted() {
    let world = World::new().await;
    let types = r#""supportedConnectionTypes":["x","websocket"]"#;
    let rows = [
        format!(r#"{{"version":"1.0",{types},"channel":"/meta/handshake"}}"#),
        format!(r#"{{"minimumVersion":"1.0","channel":"/meta/handshake",{types},"timestamp":5,"version":"0.1-beta"}}"#),
        format!(r#" {{ "channel" : "/x", "channel" : "/meta/handshake", "version":1, {types} }} "#),
        format!("\u{feff}{{\"channel\":\"/meta/handshake\",\"version\":[],{types}}}"),
    ];
    for body in rows {
        let reply = world.post("/push", "application/json", body.clone()).await.messages().remove(0);
        assert_eq!(reply["successful"], true, "{body}");
    }
}

/// Members of a message: how those of a valid one are changed, and the error. A null removes a member.
type Rows<'r> = &'r [(Value, &'r str)];

async fn assert_errors(client: &Client<'_>, valid: &Value, rows: Rows<'_>) {
    for (changes, error) in rows {
        let mut message: Map<String, Value> = valid.as_object().unwrap().clone();
        for (name, value) in changes.as_object().unwrap() {
            if value.is_null() {
                message.remove(name);
            } else {
                message.insert(name.clone(), value.clone());
            }
        }
        let reply = client.world.reply(&Value::Object(message)).await;
        assert_eq!(reply["error"], *error, "{changes}");
        assert_eq!(reply["successful"], false, "{changes}");
    }
}

#[tokio::test]
async fn a_handshake_has_its_errors_and_the_later_test_wins() {
    let world = World::new().await;
    let client = world.client().await;
    let valid = json!({"channel": "/meta/handshake", "version": "1.0", "supportedConnectionTypes": ["websocket"]});
    let missing = "402:supportedConnectionTypes:Missing required parameter";
    let rows = [
        (json!({"version": null}), "402:version:Missing required parameter"),
        (json!({"version": ""}), "402:version:Missing required parameter"),
        (json!({"supportedConnectionTypes": null}), missing),
        (json!({"supportedConnectionTypes": "websocket"}), missing),
        (json!({"version": null, "supportedConnectionTypes": null}), missing),
        (json!({"supportedConnectionTypes": ["flash", "iframe"]}), "301:flash,iframe:Connection types not supported"),
        (json!({"supportedConnectionTypes": []}), "301::Connection types not supported"),
    ];
    assert_errors(&client, &valid, &rows).await;
}

#[tokio::test]
async fn a_connect_has_its_errors_and_the_later_test_wins() {
    let world = World::new().await;
    let client = world.client().await;
    let valid = json!({"channel": "/meta/connect", "clientId": client.id, "connectionType": "long-polling"});
    let missing = "402:connectionType:Missing required parameter";
    let rows = [
        (json!({"clientId": "nobody"}), "401:nobody:Unknown client"),
        (json!({"clientId": null}), "402:clientId:Missing required parameter"),
        (json!({"connectionType": "flash"}), "301:flash:Connection types not supported"),
        (json!({"connectionType": "flash", "clientId": null}), "301:flash:Connection types not supported"),
        (json!({"connectionType": "flash", "clientId": "nobody"}), "301:flash:Connection types not supported"),
        (json!({"connectionType": null}), missing),
        (json!({"connectionType": null, "clientId": null}), missing),
    ];
    assert_errors(&client, &valid, &rows).await;
}

#[tokio::test]
async fn a_subscribe_and_an_unsubscribe_have_their_errors_and_the_later_test_wins() {
    let world = World::new().await;
    let client = world.client().await;
    let missing = "402:subscription:Missing required parameter";
    for channel in ["/meta/subscribe", "/meta/unsubscribe"] {
        let valid = json!({"channel": channel, "clientId": client.id, "subscription": "/app/public/x"});
        let rows = [
            (json!({"clientId": "nobody"}), "401:nobody:Unknown client"),
            (json!({"clientId": null}), "402:clientId:Missing required parameter"),
            (json!({"subscription": null}), missing),
            (json!({"subscription": null, "clientId": null}), missing),
            (json!({"subscription": []}), missing),
            (json!({"subscription": 5}), missing),
            (json!({"subscription": {}}), missing),
            (json!({"subscription": true}), missing),
            (json!({"subscription": ["/app/public/x", 5]}), missing),
            (json!({"subscription": "/app/public/x.y"}), "405:/app/public/x.y:Invalid channel"),
            (json!({"subscription": ["/app/public/x", "/app/public/x.y"]}), "405:/app/public/x.y:Invalid channel"),
            (json!({"subscription": "/app/public/x.y", "clientId": "nobody"}), "401:nobody:Unknown client"),
        ];
        assert_errors(&client, &valid, &rows).await;
    }
}

#[tokio::test]
async fn a_disconnect_and_a_publication_have_their_errors() {
    let world = World::new().await;
    let client = world.client().await;
    let valid = json!({"channel": "/meta/disconnect", "clientId": client.id});
    let rows = [
        (json!({"clientId": "nobody"}), "401:nobody:Unknown client"),
        (json!({"clientId": 5}), "401:5:Unknown client"),
        (json!({"clientId": null}), "402:clientId:Missing required parameter"),
    ];
    assert_errors(&client, &valid, &rows).await;
    let valid = json!({"channel": "/app/public/x", "data": 1, "ext": {"auth": key()}});
    let rows = [
        (json!({"data": null}), "402:data:Missing required parameter"),
        (json!({"channel": "/app/public/*"}), "405:/app/public/*:Invalid channel"),
        (json!({"channel": "/app/public/x/"}), "405:/app/public/x/:Invalid channel"),
        (json!({"channel": "/app/public/x", "ext": {}}), "No auth supplied"),
        (json!({"channel": "/app/public/*", "data": null}), "402:data:Missing required parameter"),
        (json!({"channel": "/nothing"}), "Invalid channel name"),
        (json!({"channel": ""}), "Invalid channel name"),
    ];
    assert_errors(&client, &valid, &rows).await;
}

#[tokio::test]
async fn names_that_only_look_like_meta_channels_are_forbidden() {
    let world = World::new().await;
    let client = world.client().await;
    let names = ["/meta", "/meta/", "/meta/x", "/meta/subscribe/x", "/meta/connect/", "/meta/handshake/public"];
    for channel in names {
        let message = json!({"channel": channel, "clientId": client.id, "subscription": "/app/private/x", "data": 1,
            "connectionType": "long-polling", "version": "1", "supportedConnectionTypes": ["websocket"]});
        assert_eq!(world.reply(&message).await["error"], format!("403:{channel}:Forbidden channel"));
    }
    for channel in ["/META/subscribe", "meta/subscribe", " /meta/subscribe"] {
        let message = json!({"channel": channel, "clientId": client.id, "subscription": "/app/private/x"});
        assert_eq!(world.reply(&message).await["error"], "Invalid channel name", "{channel}");
    }
}

#[tokio::test]
async fn failed_connects_and_disconnects_omit_the_client_id_and_failed_subscribes_keep_it() {
    let world = World::new().await;
    for (channel, is_kept) in
        [("/meta/connect", false), ("/meta/disconnect", false), ("/meta/subscribe", true), ("/meta/unsubscribe", true)]
    {
        let message = json!({"channel": channel, "clientId": "nobody", "connectionType": "long-polling",
            "subscription": "/app/public/x"});
        let reply = world.reply(&message).await;
        assert_eq!(reply["error"], "401:nobody:Unknown client", "{channel}");
        assert_eq!(reply.get("clientId").is_some(), is_kept, "{channel}");
    }
}

#[tokio::test]
async fn subscribing_twice_and_unsubscribing_what_was_not_are_accepted() {
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    client.subscribe("/app/public/x").await;
    world.publish("/app/public/x", &json!(1)).await;
    assert_eq!(client.data().await, [1], "one copy");
    client.unsubscribe("/app/public/x").await;
    client.unsubscribe("/app/public/x").await;
    client.unsubscribe("/app/public/never").await;
    world.publish("/app/public/x", &json!(2)).await;
    assert_eq!(client.events().await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_subscription_of_several_channels_checks_each_and_is_all_or_nothing() {
    let world = World::new().await;
    let client = world.client().await;
    let message = |second: &str| {
        let channels = ["/app/public/x", second];
        json!({"channel": "/meta/subscribe", "clientId": client.id, "subscription": channels})
    };
    assert_eq!(world.reply(&message("/app/private/x")).await["error"], "No auth supplied");
    assert_eq!(world.reply(&message("/meta/x")).await["error"], "Invalid channel name");
    world.publish("/app/public/x", &json!(1)).await;
    assert_eq!(client.events().await, Vec::<Value>::new());
    assert_eq!(world.reply(&message("/app/public/y")).await["successful"], true);
    world.publish("/app/public/x", &json!(2)).await;
    world.publish("/app/public/y", &json!(3)).await;
    assert_eq!(client.data().await, [2, 3]);
}

#[tokio::test]
async fn the_client_id_of_a_publication_is_optional_and_not_verified() {
    let world = World::new().await;
    for client in [json!(null), json!("nobody"), json!(5)] {
        let message = json!({"channel": "/app/public/x", "clientId": client, "data": 1, "ext": {"auth": key()}});
        assert_eq!(world.reply(&message).await["successful"], true, "{client}");
    }
}
