//! JSONP: `callback-polling`.

use http::Method;
use serde_json::{Value, json};

use crate::world::{Answer, World, key};

impl World {
    async fn script(&self, message: Option<&Value>, callback: Option<&str>) -> Answer {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(message) = message {
            query.append_pair("message", &message.to_string());
        }
        if let Some(callback) = callback {
            query.append_pair("jsonp", callback);
        }
        self.get(&format!("/push?{}", query.finish())).await
    }
}

fn handshake() -> Value {
    json!([{"channel": "/meta/handshake", "version": "1.0", "supportedConnectionTypes": ["callback-polling"]}])
}

/// Returns the array of a script.
fn array(answer: &Answer, callback: &str) -> Vec<Value> {
    let json = answer.text.strip_prefix(&format!("/**/{callback}(")).and_then(|rest| rest.strip_suffix(");"));
    serde_json::from_str(json.unwrap_or_else(|| panic!("{answer:?}"))).unwrap()
}

#[tokio::test]
async fn the_answer_is_a_script_that_calls_the_callback() {
    let world = World::new().await;
    for (callback, called) in
        [(Some("__jsonp1__"), "__jsonp1__"), (Some("a.b_1.$c"), "a.b_1.$c"), (None, "jsonpcallback")]
    {
        let answer = world.script(Some(&handshake()), callback).await;
        assert_eq!(array(&answer, called)[0]["successful"], true, "{callback:?}");
        for (name, value) in [
            ("content-type", "text/javascript; charset=utf-8"),
            ("content-disposition", "attachment; filename=f.txt"),
            ("cache-control", "no-cache, no-store"),
            ("x-content-type-options", "nosniff"),
            ("access-control-allow-origin", ""),
        ] {
            assert_eq!(answer.field(name), value, "{name}");
        }
    }
}

#[tokio::test]
async fn a_script_of_another_origin_may_be_read() {
    let world = World::new().await;
    let fields = [("origin", "https://page.example")];
    let answer = world.ask(Method::GET, "/push?message=%5B%5D", &fields, "").await;
    answer.is(200, "/**/jsonpcallback([]);");
    assert_eq!(answer.field("access-control-allow-origin"), "https://page.example");
    assert_eq!(answer.field("access-control-allow-credentials"), "true");
}

#[tokio::test]
async fn what_is_no_callback_is_a_bad_request() {
    let world = World::new().await;
    for callback in ["1a", "a.", ".a", "a..b", "a-b", "alert(1)", "a b", "a\n", "é", "a[0]", "a;b", "</script>"] {
        world.script(Some(&handshake()), Some(callback)).await.is(400, "Bad request");
    }
    world.script(None, Some("callback")).await.is(400, "Bad request");
    world.script(Some(&json!("text")), Some("callback")).await.is(400, "Bad request");
    world.get("/push").await.is(400, "Bad request");
}

#[tokio::test]
async fn separators_of_lines_are_escaped_and_everything_else_is_as_it_was() {
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    let data = json!("\u{2028}\u{2029}é\u{1F600}</script>\\u2028");
    let publication = json!({"channel": "/app/public/x", "data": data, "ext": {"auth": key()}});
    assert_eq!(array(&world.script(Some(&publication), Some("f")).await, "f")[0]["successful"], true);
    let mut connect = client.connect("callback-polling");
    connect["advice"] = json!({"timeout": 0});
    let answer = world.script(Some(&connect), Some("f")).await;
    assert!(!answer.text.contains(['\u{2028}', '\u{2029}']), "{answer:?}");
    assert_eq!(array(&answer, "f")[1]["data"], data);
}

#[tokio::test]
async fn a_session_can_use_callbacks_for_everything() {
    let world = World::new().await;
    let client = world.client().await;
    let batch = json!([client.subscription("/app/private/x", &key())]);
    assert_eq!(array(&world.script(Some(&batch), Some("f")).await, "f")[0]["successful"], true);
    world.publish("/app/private/x", &json!(1)).await;
    let answer = world.script(Some(&client.connect("callback-polling")), Some("f")).await;
    assert_eq!(array(&answer, "f")[1], json!({"channel": "/app/private/x", "data": 1}));
}
