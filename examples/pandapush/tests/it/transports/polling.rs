//! POST: `long-polling` and `cross-origin-long-polling`.

use http::Method;
use http::header::CONTENT_TYPE;
use serde_json::{Value, json};

use crate::world::{World, key, until};

fn encoded(messages: &Value) -> String {
    form_urlencoded::Serializer::new(String::new()).append_pair("message", &messages.to_string()).finish()
}

fn publication() -> Value {
    json!({"channel": "/app/public/x", "data": "a&b=c+d \u{2028}é", "ext": {"auth": key()}})
}

#[tokio::test]
async fn json_is_the_body_and_any_other_type_a_form() {
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    let (json, form) = (publication().to_string(), encoded(&publication()));
    let rows = [
        ("application/json", &json),
        ("application/json; charset=utf-8", &json),
        ("APPLICATION/JSON;x=y", &json),
        ("application/x-www-form-urlencoded", &form),
        ("text/plain", &form),
        ("text/plain;charset=UTF-8", &form),
        ("x/y", &form),
    ];
    for (content_type, body) in rows {
        let replies = world.post("/push", content_type, body.clone()).await.messages();
        assert_eq!(replies, [json!({"channel": "/app/public/x", "successful": true})], "{content_type}");
        assert_eq!(client.data().await, [publication()["data"].clone()], "{content_type}");
    }
    let answer = world.ask(Method::POST, "/push", &[], form.clone()).await;
    assert_eq!(answer.messages()[0]["successful"], true, "without a type");
}

#[tokio::test]
async fn a_body_of_the_wrong_type_is_a_bad_request() {
    let world = World::new().await;
    let rows = [
        ("application/json", encoded(&publication())),
        ("text/plain", publication().to_string()),
        ("application/x-www-form-urlencoded", "other=1".to_owned()),
        ("application/x-www-form-urlencoded", "message=".to_owned()),
        ("application/x-www-form-urlencoded", "message=%7B".to_owned()),
        ("application/x-www-form-urlencoded", String::new()),
    ];
    for (content_type, body) in rows {
        world.post("/push", content_type, body).await.is(400, "Bad request");
    }
}

#[tokio::test]
async fn answers_have_the_fields_for_pages_of_other_origins() {
    let world = World::new().await;
    let origin: &[_] = &[("origin", "https://page.example:8080")];
    let rows = [(origin, "https://page.example:8080", "true"), (&[], "", "")];
    for (origin, allowed, credentials) in rows {
        let fields = [&[(CONTENT_TYPE.as_str(), "text/plain")], origin].concat();
        let answer = world.ask(Method::POST, "/push", &fields, encoded(&publication())).await;
        assert_eq!(answer.status, 200);
        for (name, value) in [
            ("content-type", "application/json; charset=utf-8"),
            ("cache-control", "no-cache, no-store"),
            ("x-content-type-options", "nosniff"),
            ("access-control-allow-origin", allowed),
            ("access-control-allow-credentials", credentials),
        ] {
            assert_eq!(answer.field(name), value, "{name}");
        }
    }
}

#[tokio::test]
async fn the_mount_is_also_every_path_below_it() {
    let world = World::new().await;
    for target in ["/push", "/push/", "/push/x", "/push/x/y/z", "/push?x=1", "/push/x.jso"] {
        let answer = world.post(target, "application/json", publication().to_string()).await;
        assert_eq!(answer.status, 200, "{target}");
    }
    for target in ["/Push", "/pus", "/pushy", "//push"] {
        assert_eq!(world.post(target, "application/json", "[]").await.status, 404, "{target}");
    }
}

#[tokio::test]
async fn methods_other_than_get_post_and_options_are_bad_requests() {
    let world = World::new().await;
    for method in [Method::PUT, Method::DELETE, Method::PATCH, Method::GET] {
        world.ask(method, "/push", &[], "").await.is(400, "Bad request");
    }
    let fields = [(CONTENT_TYPE.as_str(), "application/json")];
    world.ask(Method::PUT, "/push/x", &fields, publication().to_string()).await.is(400, "Bad request");
}

#[tokio::test]
async fn the_first_event_answers_a_held_connect_and_events_follow_in_order() {
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    let connect = client.connect("long-polling");
    let (answer, ()) = tokio::join!(world.exchange(&connect), async {
        until("the connect", async || client.transport().await == "long-polling").await;
        world.publish("/app/public/x", &json!(1)).await;
    });
    let reply = json!({"channel": "/meta/connect", "id": "0", "clientId": client.id, "successful": true,
        "advice": {"reconnect": "retry", "interval": 0, "timeout": 300_000}});
    assert_eq!(answer, [reply, json!({"channel": "/app/public/x", "data": 1})]);
}

#[tokio::test]
async fn a_held_connect_delays_its_batch() {
    let world = World::new().await;
    let client = world.client().await;
    let batch = json!([client.connect("long-polling"), client.subscription("/app/public/x", &json!(null))]);
    let (answer, ()) = tokio::join!(world.exchange(&batch), async {
        until("the subscription", async || client.transport().await == "long-polling").await;
        world.publish("/app/public/x", &json!(1)).await;
    });
    let channels: Vec<&str> = answer.iter().map(|message| message["channel"].as_str().unwrap()).collect();
    assert_eq!(channels, ["/meta/subscribe", "/meta/connect", "/app/public/x"]);
}

#[tokio::test]
async fn the_events_of_a_lost_answer_come_with_the_repeated_connect() {
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    world.publish("/app/public/x", &json!(1)).await;
    let connect = client.connect("long-polling");
    assert_eq!(world.exchange(&connect).await[1]["data"], 1);
    assert_eq!(world.exchange(&connect).await[1]["data"], 1, "the client repeats a connect without an answer");
    assert_eq!(client.events().await, Vec::<Value>::new(), "the next connect shows that it arrived");
}

#[tokio::test]
async fn a_large_request_is_refused() {
    let world = World::with(|settings| settings.message_size = 10_000).await;
    let message = |length: usize| json!({"channel": "/app/public/x", "data": "x".repeat(length)}).to_string();
    assert_eq!(world.post("/push", "application/json", message(9_000)).await.status, 200);
    assert_eq!(world.post("/push", "application/json", message(10_000)).await.status, 413);
}
