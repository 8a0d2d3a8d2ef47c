//! Publishing by servers: the reference's section 5.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::Method;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::{Value, json};

use crate::world::{Answer, World, claims, sign};

const TARGET: &str = "/channel/app/private/x";
const JSON: (&str, &str) = ("content-type", "application/json");

/// The header field of the key `key`.
fn basic(id: &str, secret: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")))
}

impl World {
    /// Publishes with these credentials through the REST API. `None` if it cannot carry them or the channel.
    pub(crate) async fn publish_by_rest(&self, channel: &str, auth: &Value) -> Option<Answer> {
        let authorization = match (auth["token"].as_str(), auth["key"].as_str(), auth["secret"].as_str()) {
            (Some(token), _, _) => format!("Token {token}"),
            (None, Some(id), Some(secret)) => basic(id, secret),
            _ => return None,
        };
        Some(self.publish_as(&format!("/channel{channel}"), &authorization, JSON.1, r#"{"n":1}"#).await)
    }

    async fn publish_as(&self, target: &str, authorization: &str, content_type: &str, body: &str) -> Answer {
        let fields = [(AUTHORIZATION.as_str(), authorization), (CONTENT_TYPE.as_str(), content_type)];
        self.ask(Method::POST, target, &fields, body.to_owned()).await
    }
}

#[tokio::test]
async fn an_accepted_publication_is_answered_with_ok() {
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe("/app/private/**").await;
    let answer = world.publish_as(TARGET, &basic("key", "secret"), JSON.1, r#"{"n": 1}"#).await;
    answer.is(200, "OK");
    assert_eq!(answer.field(CONTENT_TYPE), "text/html; charset=utf-8");
    assert_eq!(client.events().await, [json!({"channel": "/app/private/x", "data": {"n": 1}})]);
}

#[tokio::test]
async fn only_plain_paths_of_two_kinds_are_routed() {
    let world = World::new().await;
    let found = ["/channel/app/public/x", "/channel/app/private/a-b_c~d/e/f"];
    let missed = [
        "/channel/app/presence/x",
        "/channel/app/meta/x",
        "/channel/app/other/x",
        "/channel/app/Public/x",
        "/channel/app/public",
        "/channel/app/public/",
        "/channel/app/public/x/",
        "/channel/app/public//x",
        "/channel/app/public/*",
        "/channel/app/public/**",
        "/channel/app/public/x.y",
        "/channel/app/public/x!y",
        "/channel/app/public/x%20y",
        "/channel/app/public/x%2Fy",
        "/channel/app/public/%2e%2e/private/x",
        "/channel/app/public/../private/x",
        "/channel/a-b/public/x",
        "/channel//public/x",
        "/channel/app",
        "/channel",
        "/Channel/app/public/x",
    ];
    for target in found {
        world.publish_as(target, &basic("key", "secret"), JSON.1, "{}").await.is(200, "OK");
    }
    for target in missed {
        let answer = world.publish_as(target, &basic("key", "secret"), JSON.1, "{}").await;
        assert_eq!(answer.status, 404, "{target}");
    }
    assert_eq!(world.get(TARGET).await.status, 405);
}

#[tokio::test]
async fn credentials_are_taken_from_the_query_then_from_the_header() {
    let world = World::new().await;
    let token = sign(&claims("/app/private/x", &json!({})));
    let (good, bad) = (format!("Token {token}"), "Token x");
    let (ok, refused, unauthorized) = ((200, "OK"), (400, "Invalid token"), (403, "Unauthorized"));
    let unreadable = basic("nocolon", "");
    let without_colon = format!("Basic {}", STANDARD.encode("nocolon"));
    assert_ne!(unreadable, without_colon);
    let rows: Vec<(String, String, (u16, &str))> = vec![
        (format!("?token={token}"), String::new(), ok),
        (format!("?token={token}"), bad.to_owned(), ok),
        ("?token=x".to_owned(), good.clone(), refused),
        ("?token=".to_owned(), good.clone(), ok),
        (String::new(), good.clone(), ok),
        (String::new(), basic("key", "secret"), ok),
        (String::new(), basic("colon", "with:colon"), ok),
        (String::new(), good.replace("Token", "token"), unauthorized),
        (String::new(), basic("key", "secret").replace("Basic", "basic"), unauthorized),
        (String::new(), format!("Bearer {token}"), unauthorized),
        (String::new(), "Basic".to_owned(), unauthorized),
        (String::new(), "Basic ".to_owned(), unauthorized),
        (String::new(), "Basic !!!".to_owned(), unauthorized),
        (String::new(), without_colon, unauthorized),
        (String::new(), "Token ".to_owned(), unauthorized),
        (String::new(), String::new(), unauthorized),
    ];
    for (query, authorization, (status, text)) in &rows {
        let mut fields = vec![JSON];
        if !authorization.is_empty() {
            fields.push((AUTHORIZATION.as_str(), authorization));
        }
        let answer = world.ask(Method::POST, &format!("{TARGET}{query}"), &fields, "{}").await;
        assert_eq!(answer.status, *status, "{query} {authorization}");
        assert!(answer.text.contains(text), "{query} {authorization}: {}", answer.text);
    }
}

#[tokio::test]
async fn the_body_is_the_data_of_the_event() {
    let form = "application/x-www-form-urlencoded";
    let rows = [
        (JSON.1, r#"{"a":1.50,"b":[null]}"#, json!({"a": 1.5, "b": [null]})),
        ("application/json; charset=utf-8", "[1,2]", json!([1, 2])),
        ("APPLICATION/JSON", "{}", json!({})),
        (form, "a=1&b=x+y%21", json!({"a": "1", "b": "x y!"})),
        (form, "", json!({})),
    ];
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe("/app/private/x").await;
    for (content_type, body, expected) in rows {
        world.publish_as(TARGET, &basic("key", "secret"), content_type, body).await.is(200, "OK");
        assert_eq!(client.data().await, [expected], "{body}");
    }
}

#[tokio::test]
async fn bodies_that_are_no_data_are_refused_with_a_short_text() {
    let rows = [
        (JSON.1, "{", 400),
        (JSON.1, "", 400),
        (JSON.1, "5", 400),
        (JSON.1, "\"text\"", 400),
        (JSON.1, "null", 400),
        ("text/plain", "{}", 415),
        ("application/octet-stream", "{}", 415),
        ("multipart/form-data; boundary=x", "--x--", 415),
    ];
    let world = World::new().await;
    for (content_type, body, status) in rows {
        let answer = world.publish_as(TARGET, &basic("key", "secret"), content_type, body).await;
        assert_eq!(answer.status, status, "{content_type} {body}");
        assert!(answer.field(CONTENT_TYPE).starts_with("text/plain"), "{answer:?}");
        assert!(!answer.text.is_empty() && answer.text.len() < 200 && !answer.text.contains(".rs"), "{answer:?}");
    }
}

#[tokio::test]
async fn a_body_of_100_kib_is_accepted_and_one_byte_more_is_too_large() {
    let world = World::new().await;
    let body = |length: usize| format!(r#"["{}"]"#, "x".repeat(length - 4));
    for (length, status) in [(102_400, 200), (102_401, 413)] {
        let answer = world.publish_as(TARGET, &basic("key", "secret"), JSON.1, &body(length)).await;
        assert_eq!(answer.status, status, "{length}");
    }
}

#[tokio::test]
async fn the_routes_for_servers_have_no_fields_for_pages_of_other_origins() {
    let world = World::new().await;
    let authorization = basic("key", "secret");
    let fields = [JSON, (AUTHORIZATION.as_str(), authorization.as_str()), ("origin", "https://page.example")];
    let answer = world.ask(Method::POST, TARGET, &fields, "{}").await;
    answer.is(200, "OK");
    assert!(!answer.headers.keys().any(|name| name.as_str().starts_with("access-control-")), "{answer:?}");
}
