//! Every user, every application, every operation.

use http_body_util::BodyExt as _;
use serde_json::json;

use super::world::World;

/// Who may see the application of `ada`.
const USERS: [(&str, bool); 6] =
    [("ada", true), ("admin", true), ("root", true), ("bob", false), ("Ada", false), ("ada ", false)];

#[tokio::test]
async fn a_stranger_gets_404_from_every_operation_and_changes_nothing() {
    let world = World::new().await;
    for (user, allowed) in USERS {
        let id = world.application("ada").await;
        let own = world.application("bob").await;
        let key = world.send("ada", "POST", &format!("/admin/api/application/{id}/keys"), "{}").await.json();
        let (key, secret) = (key["id"].as_str().unwrap(), key["secret"].as_str().unwrap());
        let before = world.store().application(&id).await.unwrap();
        let publication = json!({ "channel": format!("/{id}/public/x"), "data": 1 }).to_string();
        let operations = [
            ("GET", "", ""),
            ("POST", "", r#"{"name":"mine","admins":["bob"]}"#),
            ("POST", "/keys", "{}"),
            ("POST", "/token", "{}"),
            ("POST", &*format!("/keys/{key}/token"), "{}"),
            ("POST", &*format!("/keys/{key}/revoke"), ""),
            ("GET", "/clients", ""),
            ("GET", "/presence", ""),
            ("POST", "/publish", &*publication),
            ("DELETE", "", ""),
        ];
        for (method, rest, body) in operations {
            if allowed && (method, rest) == ("POST", "") {
                // It would take the application from the user of the next operation.
                continue;
            }
            let answer = world.send(user, method, &format!("/admin/api/application/{id}{rest}"), body).await;
            if allowed {
                assert_eq!(answer.status, 200, "{user} {method} {rest}: {answer:?}");
            } else {
                assert_eq!(answer.says(), (404, "Not found"), "{user} {method} {rest}");
            }
            assert!(!answer.text.contains(secret));
        }
        if !allowed {
            assert_eq!(world.store().application(&id).await.unwrap(), before);
            assert_eq!(world.live(user, &id).await.status(), 404);
        }
        // A key of another application is unknown in one's own.
        if user == "bob" {
            for rest in ["token", "revoke"] {
                let path = format!("/admin/api/application/{own}/keys/{key}/{rest}");
                assert_eq!(world.send(user, "POST", &path, "{}").await.says(), (404, "could not find key"), "{rest}");
            }
            let other = json!({ "channel": format!("/{id}/public/x"), "data": 1 }).to_string();
            let path = format!("/admin/api/application/{own}/publish");
            assert_eq!(world.send(user, "POST", &path, &other).await.status, 400);
            let path = format!("/admin/api/application/{own}/presence?channel=/{id}/presence/x");
            assert_eq!(world.send(user, "GET", &path, "").await.status, 400);
        }
    }
    assert_eq!(world.shared.live.published.lock().unwrap().len(), USERS.iter().filter(|(_, allowed)| *allowed).count());
}

#[tokio::test]
async fn lists_hold_what_a_user_may_see() {
    let world = World::new().await;
    for user in ["ada", "ada", "bob"] {
        world.application(user).await;
    }
    for (user, count) in [("ada", 2), ("bob", 1), ("eve", 0), ("admin", 3), ("root", 3)] {
        let list = world.send(user, "GET", "/admin/api/applications", "").await.json();
        assert_eq!(list.as_array().unwrap().len(), count, "{user}");
    }
}

#[tokio::test]
async fn ids_that_reach_elsewhere_are_unknown() {
    let world = World::new().await;
    let id = world.application("bob").await;
    for wanted in [
        "..",
        "%2E%2E",
        "*",
        "%25",
        "' OR '1'='1",
        &id.to_lowercase(),
        &format!("{id}%2F"),
        &format!("x%2F..%2F{id}"),
        &format!("{id}%00"),
    ] {
        let path = format!("/admin/api/application/{}", wanted.replace(' ', "%20"));
        for user in ["ada", "root"] {
            let answer = world.send(user, "GET", &path, "").await;
            assert_eq!(answer.status, 404, "{user} {wanted}: {answer:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_administrator_who_is_removed_loses_the_open_view() {
    let world = World::new().await;
    let id = world.application("ada").await;
    let response = world.live("ada", &id).await;
    world.store().update_application(&id, None, &["bob".to_owned()]).await.unwrap();
    let text = response.into_body().collect().await.unwrap().to_bytes();
    let text = String::from_utf8(text.to_vec()).unwrap();
    assert!(text.contains("404"), "{text}");
}
