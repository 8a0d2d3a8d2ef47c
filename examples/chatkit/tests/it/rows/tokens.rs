//! The test token provider (`PROTOCOL.md` §4) and tokens for push notifications (§7).

use http::Method;
use http::header::CONTENT_TYPE;
use pusher_platform::error_types::{INVALID_GRANT_TYPE, INVALID_TOKEN_SUBJECT, USER_NOT_FOUND};
use serde_json::json;

use crate::wire::{Answer, Wire};

const TOKEN: &str = "chatkit_token_provider/v1/token";

async fn with_test_tokens() -> Wire {
    let wire = Wire::with(|settings| settings.test_tokens = true);
    wire.create_user("alice").await;
    wire
}

async fn ask(wire: &Wire, query: &str, content_type: &str, body: &str) -> Answer {
    let anonymous = wire.anonymous();
    let mut request = anonymous.request(Method::POST, &format!("{TOKEN}{query}"), body.to_owned());
    request.headers_mut().insert(CONTENT_TYPE, content_type.parse().unwrap());
    Answer::read(anonymous.raw(request).await).await
}

#[tokio::test]
async fn the_test_token_provider_is_off_by_default() {
    let wire = Wire::with_users(&["alice"]).await;
    assert_eq!(ask(&wire, "?user_id=alice", "application/json", "").await.status, 404);
}

#[tokio::test]
async fn post_token_returns_a_valid_token_of_the_user() {
    let wire = with_test_tokens().await;
    let form = "application/x-www-form-urlencoded";
    for (query, content_type, body) in [
        ("?user_id=alice", form, "grant_type=client_credentials"),
        ("?user_id=alice", "application/json", ""),
        ("", "application/json", r#"{"grant_type": "client_credentials", "user_id": "alice"}"#),
        ("", form, "grant_type=client_credentials&user_id=alice"),
    ] {
        let mut answer = ask(&wire, query, content_type, body).await.json(200);
        let token = answer.as_object_mut().unwrap().remove("access_token").unwrap();
        assert_eq!(answer, json!({"token_type": "bearer", "expires_in": 86_400, "user_id": "alice"}));
        let alice = wire.bearer(format!("Bearer {}", token.as_str().unwrap()));
        alice.get("chatkit/v6/users/alice/rooms").await.json(200);
        alice.get("chatkit/v6/users").await.refused(401, pusher_platform::error_types::MISSING_PERMISSION);
    }
}

#[tokio::test]
async fn post_token_rejects_other_grant_types_and_unknown_users() {
    let wire = with_test_tokens().await;
    let form = "application/x-www-form-urlencoded";
    ask(&wire, "?user_id=alice", form, "grant_type=password").await.refused(422, INVALID_GRANT_TYPE);
    ask(&wire, "?user_id=nobody", form, "grant_type=client_credentials").await.refused(404, USER_NOT_FOUND);
    assert_eq!(ask(&wire, "", form, "grant_type=client_credentials").await.status, 400);
    assert_eq!(ask(&wire, "", "application/json", "{").await.status, 400);
}

#[tokio::test]
async fn get_beams_tokens_returns_a_token_only_for_the_subject() {
    let wire = Wire::with_users(&["alice", "bob"]).await;
    let path = "chatkit_beams_token_provider/v1/beams-tokens?user_id=alice";
    let answer = wire.user("alice").get(path).await.json(200);
    assert!(answer["token"].as_str().is_some_and(|token| !token.is_empty()));
    wire.user("bob").get(path).await.refused(401, INVALID_TOKEN_SUBJECT);
    let unnamed = "chatkit_beams_token_provider/v1/beams-tokens";
    assert_eq!(wire.user("alice").get(unnamed).await.status, 400);
}
