//! What is served beside the mount: the reference's section 4.

use http::Method;
use http::header::{CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use serde_json::{Value, json};

use crate::world::World;

#[tokio::test]
async fn the_health_check_is_three_texts() {
    let world = World::new().await;
    let answer = world.get("/health_check.json").await;
    let body: Value = serde_json::from_str(&answer.text).unwrap();
    assert_eq!(body, json!({"version": env!("CARGO_PKG_VERSION"), "rev": "abc123", "built": ""}));
    assert_eq!(answer.field(CONTENT_TYPE), "application/json");
}

#[tokio::test]
async fn the_root_is_an_empty_page() {
    let world = World::new().await;
    let answer = world.get("/").await;
    assert_eq!((answer.status, answer.field(CONTENT_TYPE)), (200, "text/html; charset=utf-8"));
}

#[tokio::test]
async fn scripts_are_served_once_to_a_browser_that_keeps_them() {
    let world = World::new().await;
    for (target, global) in [("/client.js", "Pandapush"), ("/push.js", "Faye"), ("/push/client.js", "Faye")] {
        let answer = world.get(target).await;
        assert_eq!(answer.status, 200, "{target}");
        assert_eq!(answer.field(CONTENT_TYPE), "text/javascript; charset=utf-8", "{target}");
        assert!(answer.text.contains(global), "{target}");
        let fields = [(IF_NONE_MATCH.as_str(), answer.field(ETAG))];
        world.ask(Method::GET, target, &fields, "").await.is(304, "");
        let fields = [(IF_NONE_MATCH.as_str(), "\"other\"")];
        assert_eq!(world.ask(Method::GET, target, &fields, "").await.status, 200, "{target}");
    }
}

#[tokio::test]
async fn other_scripts_below_the_mount_are_not_found_and_empty() {
    let world = World::new().await;
    for target in ["/push/other.js", "/push/client.js.map", "/push/a/b.js", "/push/.map"] {
        for method in [Method::GET, Method::POST] {
            world.ask(method, target, &[], "").await.is(404, "");
        }
    }
}

#[tokio::test]
async fn what_has_no_route_is_not_found() {
    let world = World::new().await;
    for target in ["/nothing", "/pushx", "/presence", "/channels", "/clients", "/channel/app/presence/x"] {
        assert_eq!(world.get(target).await.status, 404, "{target}");
    }
}

#[tokio::test]
async fn every_response_has_an_id_of_its_own() {
    let world = World::new().await;
    let mut ids = Vec::new();
    for target in ["/", "/health_check.json", "/nothing", "/client.js"] {
        let id = world.get(target).await.field("x-request-id").to_owned();
        assert!(id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{target}: {id}");
        ids.push(id);
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 4);
}
