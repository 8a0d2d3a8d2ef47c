//! Each row of the API, with its exact answers.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http_body_util::BodyExt as _;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::world::{ADMIN, World, message, settings};
use crate::access::{Action, Credentials, authorize};
use crate::admin::Environment;
use crate::admin::settings::Settings;

/// Returns the names of the members in the order in which they were sent.
fn members(text: &str) -> Vec<String> {
    let object: serde_json::Map<String, Value> = serde_json::from_str(text).unwrap();
    let mut names: Vec<String> = object.into_iter().map(|(name, _)| name).collect();
    names.sort_by_key(|name| text.find(&format!("\"{name}\":")));
    names
}

fn is_time(value: &Value) -> bool {
    let text = value.as_str().unwrap();
    text.len() == 24 && text.ends_with('Z') && text.parse::<Timestamp>().is_ok()
}

#[tokio::test]
async fn info_is_who_is_signed_in_where() {
    let environments = vec![Environment { name: "beta".to_owned(), url: "https://beta.example".to_owned() }];
    let world = World::with(Settings { environments, version: "abc".to_owned(), ..settings() }).await;
    let answer = world.request("GET", "/admin/api/info", &[("authorization", ADMIN)], "").await;
    assert_eq!(answer.header("content-type"), "application/json");
    let expected = json!({ "username": "admin", "environments": [{ "name": "beta", "url": "https://beta.example" }],
        "environment": "local", "version": "abc" });
    assert_eq!((answer.status.as_u16(), answer.json()), (200, expected));
}

#[tokio::test]
async fn an_application_is_created_listed_changed_and_deleted() {
    let world = World::new().await;
    let created = world.send("ada", "POST", "/admin/api/applications", r#"{"name":"Chat"}"#).await;
    assert_eq!(created.status, 201);
    assert_eq!(members(&created.text), ["name", "created_by", "created_at", "id"]);
    let created = created.json();
    assert_eq!((&created["name"], &created["created_by"]), (&json!("Chat"), &json!("ada")));
    assert!(is_time(&created["created_at"]));
    let id = created["id"].as_str().unwrap();
    assert!(id.len() == 20 && id.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{id}");

    let list = world.send("ada", "GET", "/admin/api/applications", "").await;
    let row = json!({ "id": id, "name": "Chat", "created_by": "ada", "created_at": created["created_at"],
        "updated_at": created["created_at"] });
    assert_eq!((list.status.as_u16(), list.json()), (200, json!([row])));

    let path = format!("/admin/api/application/{id}");
    let shown = world.send("ada", "GET", &path, "").await;
    assert_eq!(members(&shown.text), ["id", "name", "created_by", "created_at", "updated_at", "keys", "admins"]);
    assert_eq!((&shown.json()["keys"], &shown.json()["admins"]), (&json!([]), &json!(["ada"])));

    let changed = world.send("ada", "POST", &path, r#"{"name":"Talk","admins":["bob","ada"]}"#).await;
    assert_eq!((changed.status.as_u16(), changed.json()), (200, json!({ "id": id })));
    let shown = world.send("bob", "GET", &path, "").await.json();
    assert_eq!((&shown["name"], &shown["admins"]), (&json!("Talk"), &json!(["ada", "bob"])));

    let deleted = world.send("bob", "DELETE", &path, "").await;
    assert_eq!(deleted.says(), (200, "OK"));
    assert_eq!(world.send("root", "GET", &path, "").await.says(), (404, "Not found"));
    assert_eq!(world.send("root", "DELETE", &path, "").await.says(), (404, "Not found"));
    assert_eq!(*world.shared.live.told.lock().unwrap(), 1, "other nodes are told");
}

#[tokio::test]
async fn a_missing_name_is_null() {
    let world = World::new().await;
    for body in ["{}", r#"{"name":null}"#, r#"{"other":1}"#] {
        let created = world.send("ada", "POST", "/admin/api/applications", body).await;
        assert_eq!((created.status.as_u16(), &created.json()["name"]), (201, &Value::Null), "{body}");
    }
}

/// The original renames the application before it fails.
#[tokio::test]
async fn a_change_without_administrators_is_refused_and_changes_nothing() {
    let world = World::new().await;
    let id = world.application("ada").await;
    let path = format!("/admin/api/application/{id}");
    for body in [
        r#"{"name":"Talk"}"#,
        r#"{"name":"Talk","admins":null}"#,
        r#"{"name":"Talk","admins":"bob"}"#,
        r#"{"name":"Talk","admins":[1]}"#,
        r#"{"name":7,"admins":[]}"#,
        "[]",
        "{",
        "7",
    ] {
        let refused = world.send("ada", "POST", &path, body).await;
        assert_eq!(refused.status, 400, "{body}: {refused:?}");
        assert!(refused.header("content-type").starts_with("text/plain") && refused.text.len() < 400, "{refused:?}");
    }
    let shown = world.send("ada", "GET", &path, "").await.json();
    assert_eq!((&shown["name"], &shown["admins"]), (&json!("Chat"), &json!(["ada"])));
    let long = format!(r#"{{"name":"{}","admins":[]}}"#, "x".repeat(256));
    assert_eq!(world.send("ada", "POST", &path, &long).await.status, 400);
    let long = format!(r#"{{"admins":["{}"]}}"#, "x".repeat(256));
    let refused = world.send("ada", "POST", &path, &long).await;
    assert_eq!(refused.says(), (400, "the name of an administrator must have at most 255 characters"));
}

#[tokio::test]
async fn a_key_shows_its_secret_once_and_works_at_once() {
    let world = World::new().await;
    let id = world.application("ada").await;
    let path = format!("/admin/api/application/{id}");
    let body = r#"{"expires":"2031-02-03T04:05:06+01:00","purpose":"tests"}"#;
    let created = world.send("ada", "POST", &format!("{path}/keys"), body).await;
    assert_eq!(created.status, 200);
    let order = ["application_id", "created_by", "expires", "purpose", "created_at", "id", "secret"];
    assert_eq!(members(&created.text), order);
    let created = created.json();
    assert_eq!(created["expires"], "2031-02-03T04:05:06+01:00", "as it was given");
    let (key, secret) = (created["id"].as_str().unwrap(), created["secret"].as_str().unwrap());
    assert!(key.starts_with("PSID") && key.len() == 20 && secret.len() == 256, "{key}");
    assert!(world.shared.keys.keyring().find(&id, key).unwrap().has_secret(secret));

    let shown = world.send("ada", "GET", &path, "").await;
    assert!(!shown.text.contains(secret));
    let row = serde_json::to_string(&shown.json()["keys"][0]).unwrap();
    let expected = json!({ "id": key, "application_id": id, "created_by": "ada", "expires": "2031-02-03T03:05:06.000Z",
        "purpose": "tests", "created_at": created["created_at"], "updated_at": created["created_at"],
        "last_used": null, "use_count": 0, "revoked_at": null });
    assert_eq!(serde_json::from_str::<Value>(&row).unwrap(), expected);

    let never = world.send("ada", "POST", &format!("{path}/keys"), "{}").await.json();
    assert_eq!((&never["expires"], &never["purpose"]), (&Value::Null, &Value::Null));
    let refused = world.send("ada", "POST", &format!("{path}/keys"), r#"{"expires":"soon"}"#).await;
    let problem = "expires is not a date and time of ISO 8601, for example 2030-01-02T03:04:05Z";
    assert_eq!(refused.says(), (400, problem));
}

#[tokio::test]
async fn a_revoked_key_stops_at_once() {
    let world = World::new().await;
    let (id, other) = (world.application("ada").await, world.application("ada").await);
    let created = world.send("ada", "POST", &format!("/admin/api/application/{id}/keys"), "{}").await.json();
    let key = created["id"].as_str().unwrap();
    let revoke = async |id: &str, key: &str| {
        world.send("ada", "POST", &format!("/admin/api/application/{id}/keys/{key}/revoke"), "").await
    };
    assert_eq!(revoke(&other, key).await.says(), (404, "could not find key"));
    assert!(!world.shared.keys.keyring().find(&id, key).unwrap().is_revoked());
    let revoked = revoke(&id, key).await;
    assert_eq!((revoked.status.as_u16(), &revoked.json()["id"]), (200, &json!(key)));
    assert!(is_time(&revoked.json()["revoked_at"]));
    assert!(world.shared.keys.keyring().find(&id, key).unwrap().is_revoked());
    assert_eq!(revoke(&id, key).await.text, revoked.text, "a second time it is the first");
    let shown = world.send("ada", "GET", &format!("/admin/api/application/{id}"), "").await.json();
    assert_eq!(shown["keys"][0]["revoked_at"], revoked.json()["revoked_at"]);
    assert_eq!(revoke(&id, "PSIDnone").await.says(), (404, "could not find key"));
}

fn claims(answer: &super::world::Answer) -> Value {
    let answer = answer.json();
    let claims = answer["token"].as_str().unwrap().split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap()
}

#[tokio::test]
async fn a_token_is_signed_with_the_key_of_the_pages_and_is_accepted() {
    let world = World::new().await;
    let id = world.application("ada").await;
    let path = format!("/admin/api/application/{id}/token");
    let channel = format!("/{id}/private/x");
    let body = json!({ "channel": channel, "sub": true, "expires": "2099-01-01T00:00:00Z" }).to_string();
    let issued = world.send("ada", "POST", &path, &body).await;
    assert_eq!((issued.status.as_u16(), members(&issued.text)), (200, vec!["token".to_owned()]));
    let first = claims(&issued);
    let expected = json!({ "keyId": first["keyId"], "channel": channel, "sub": true, "exp": 4_070_908_800_i64 });
    assert_eq!(first, expected);

    let credentials = Credentials::Token(issued.json()["token"].as_str().unwrap().to_owned());
    let keyring = world.shared.keys.keyring();
    let now = Timestamp::now();
    assert!(authorize(keyring, Action::Subscribe, &channel, || Ok(credentials.clone()), now).is_ok());
    assert!(authorize(keyring, Action::Publish, &channel, || Ok(credentials.clone()), now).is_err());

    let second = claims(&world.send("ada", "POST", &path, "{}").await);
    assert_eq!(second["keyId"], first["keyId"], "the same key again");
    let hour = second["exp"].as_i64().unwrap() - now.as_second();
    assert!((3595..=3605).contains(&hour), "{hour}");
    let shown = world.send("ada", "GET", &format!("/admin/api/application/{id}"), "").await.json();
    assert_eq!((shown["keys"].as_array().unwrap().len(), &shown["keys"][0]["purpose"]), (1, &json!("web console")));
}

#[tokio::test]
async fn a_token_is_signed_with_the_named_key() {
    let world = World::new().await;
    let (id, other) = (world.application("ada").await, world.application("ada").await);
    let key = world.send("ada", "POST", &format!("/admin/api/application/{id}/keys"), "{}").await.json();
    let key = key["id"].as_str().unwrap();
    let body = json!({ "channel": format!("/{id}/presence/x"), "pub": true, "presence": { "id": "ada" } }).to_string();
    let issue = async |id: &str, key: &str| {
        world.send("ada", "POST", &format!("/admin/api/application/{id}/keys/{key}/token"), &body).await
    };
    let issued = claims(&issue(&id, key).await);
    assert_eq!((&issued["keyId"], &issued["pub"]), (&json!(key), &json!(true)));
    assert_eq!((&issued["presence"], issued.get("sub")), (&json!({ "id": "ada" }), None));
    assert_eq!(issue(&id, "PSIDnone").await.says(), (404, "could not find key"));
    assert_eq!(issue(&other, key).await.says(), (404, "could not find key"));
}

#[tokio::test]
async fn clients_and_presence_are_those_of_the_node() {
    let world = World::new().await;
    let id = world.application("ada").await;
    let get = async |rest: &str| world.send("ada", "GET", &format!("/admin/api/application/{id}/{rest}"), "").await;
    let expected = json!([{ "client": "5f2c", "node": "n1", "transport": "websocket",
        "connected_at": "1970-01-01T00:00:00.000Z", "subscriptions": [format!("/{id}/public/x")] }]);
    assert_eq!(get("clients").await.json(), expected);
    let members = json!({ "7": { "id": 7 } });
    let all = json!({ format!("/{id}/presence/x"): members, format!("/{id}/presence/y"): members });
    assert_eq!(get("presence").await.json(), all);
    assert_eq!(get(&format!("presence?channel=/{id}/presence/x")).await.json(), members);
    assert_eq!(get(&format!("presence?channel=%2F{id}%2Fpresence%2Fnobody")).await.json(), json!({}));
    for channel in ["x", "/other/presence/x", "", &format!("/{id}/private/x"), &format!("/{id}/presence/*")] {
        let refused = get(&format!("presence?channel={channel}")).await;
        assert_eq!(refused.status, 400, "{channel}: {refused:?}");
    }
}

#[tokio::test]
async fn a_publication_by_hand_passes_its_data_on_unchanged() {
    let world = World::new().await;
    let id = world.application("ada").await;
    let publish =
        async |body: &str| world.send("ada", "POST", &format!("/admin/api/application/{id}/publish"), body).await;
    let data = r#"{"b":12345678901234567890123,"a":[1.50]}"#;
    let done = publish(&format!(r#"{{"channel":"/{id}/private/x","data":{data}}}"#)).await;
    assert_eq!((done.status.as_u16(), done.json()), (200, json!({})));
    assert_eq!(*world.shared.live.published.lock().unwrap(), [(format!("/{id}/private/x"), data.to_owned())]);
    for (channel, data, expected) in [
        (format!("/{id}/nokind/x"), "1", "Invalid channel name"),
        (format!("/{id}/public/*"), "1", "Invalid channel name"),
        (format!("/{id}/public/a b"), "1", "Invalid channel name"),
        (format!("/{id}/public/x/"), "1", "Invalid channel name"),
        ("x".to_owned(), "1", "Invalid channel name"),
        ("/other/public/x".to_owned(), "1", &*format!("the channel must begin with /{id}/")),
        (format!("/{id}/meta/x"), "1", "a meta channel is published on by the server only"),
        (
            format!("/{id}/presence/x"),
            r#"{"unsubscribe":{}}"#,
            "data on a presence channel must have neither `subscribe` nor `unsubscribe`",
        ),
    ] {
        let refused = publish(&format!(r#"{{"channel":"{channel}","data":{data}}}"#)).await;
        assert_eq!(refused.says(), (400, expected), "{channel}");
    }
    let closed = publish(&format!(r#"{{"channel":"/{id}/public/closed","data":1}}"#)).await;
    assert_eq!(closed.says(), (503, "Another part of the deployment does not answer."));
    assert_eq!(world.shared.live.published.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn the_live_view_is_a_stream_of_server_sent_events() {
    let world = World::new().await;
    let id = world.application("ada").await;
    let response = world.live("ada", &id).await;
    assert_eq!(
        (response.status().as_u16(), &response.headers()["content-type"]),
        (200, &"text/event-stream".parse().unwrap())
    );
    message(&world, "hello");
    world.shared.live.events.finish(&api_core::End::normal());
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let line = r#"data: {"type":"message","channel":"/a/public/x","data":"hello","at":"1970-01-01T00:00:00.000Z"}"#;
    assert!(text.lines().any(|found| found == line), "{text}");
}

#[tokio::test]
async fn what_is_unknown_below_the_api_is_not_a_page() {
    let world = World::new().await;
    let id = world.application("ada").await;
    for path in ["/admin/api", "/admin/api/", "/admin/api/nothing", &format!("/admin/api/application/{id}/keys/k")] {
        assert_eq!(world.send("ada", "GET", path, "").await.status, 404, "{path}");
    }
    let answer = world.send("ada", "GET", &format!("/admin/api/application/{id}/token"), "").await;
    assert_eq!((answer.status.as_u16(), answer.header("allow")), (405, "POST, OPTIONS"));
    let answer = world
        .request(
            "POST",
            "/admin/api/applications",
            &[("authorization", ADMIN), ("content-type", "application/x-www-form-urlencoded")],
            "name=x",
        )
        .await;
    assert_eq!(answer.status, 415);
}
