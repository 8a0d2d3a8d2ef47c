//! The error format (`PROTOCOL.md` §3), paths (§1), and request and response headers (§2).

use http::{Method, StatusCode};
use pusher_platform::error_types::{MISSING_TOKEN, UNKNOWN_REQUEST_PATH, USER_NOT_FOUND};
use serde_json::{Value, json};

use crate::wire::{Answer, Wire};

#[tokio::test]
async fn an_error_has_a_type_a_description_and_a_uri() {
    let wire = Wire::new();
    let answer = wire.su().get("chatkit/v6/users/nobody").await;
    assert_eq!(
        answer.json(404),
        json!({
            "error": "services/chatkit/not_found/user_not_found",
            "error_description": "The requested user does not exist",
            "error_uri": "https://docs.pusher.com/errors/services/chatkit/not_found/user_not_found",
        })
    );
}

/// Recorded answers, suites and issues quote them. Apps show them to people.
#[tokio::test]
async fn descriptions_are_those_of_the_service() {
    let wire = Wire::with_lobby().await;
    let (su, alice, carol) = (wire.su(), wire.user("alice"), wire.user("carol"));
    let room = |id: &str, users: Value| json!({"id": id, "name": "n", "private": true, "user_ids": users});
    alice.post("chatkit/v6/rooms", &room("den", json!([]))).await.json(201);
    let user = json!({"id": "alice", "name": "A"});
    let file = json!({"content_type": "", "content_length": 4});
    let (unknown, many) = (json!(["nobody"]), json!(vec![""; 11]));
    for (answer, status, expected) in [
        (su.get("chatkit/v6/users/nobody").await, 404, "The requested user does not exist"),
        (su.post("chatkit/v6/users", &user).await, 400, "User with given id already exists"),
        (alice.post("chatkit/v6/users", &user).await, 401, "User does not have access to requested resource"),
        (alice.delete("chatkit/v6/rooms/den").await, 401, "User does not have access to requested resource"),
        (su.post("chatkit/v6/rooms", &room("x", json!([]))).await, 401, "Missing token subject"),
        (
            alice.post("chatkit/v4/rooms", &room("x", unknown.clone())).await,
            400,
            "1 out of 2 users (including the room creator) could not be found",
        ),
        (
            alice.put("chatkit/v6/rooms/den/users/add", &json!({"user_ids": unknown})).await,
            400,
            "1 out of 1 users could not be found",
        ),
        (alice.post("chatkit/v6/rooms", &room("x", many)).await, 400, "Field user_ids exceeds allowed length of 10"),
        (alice.post("chatkit/v6/rooms/den/attachments", &file).await, 422, "Field `content_type` is invalid"),
        (carol.get("chatkit/v6/rooms/den").await, 401, "Room membership required"),
        (
            carol.bare(Method::POST, "chatkit/v6/users/carol/rooms/den/join").await,
            401,
            "Unable to join a private room. Users must be added to a private room by a member of the room",
        ),
        (su.get("chatkit/v6/nothing").await, 404, "Unsupported request path"),
    ] {
        assert_eq!((answer.status, answer.error()["error_description"].as_str()), (status, Some(expected)));
    }
}

#[tokio::test]
async fn an_unknown_path_is_reported_by_the_authorizer() {
    let wire = Wire::new();
    for service in ["chatkit", "chatkit_cursors", "chatkit_authorizer", "chatkit_scheduler", "chatkit_files"] {
        for path in [format!("{service}/v2/nothing/here"), format!("/services/{service}/v99/test/users")] {
            for caller in [wire.su(), wire.anonymous()] {
                let description = caller.get(&path).await.refused(404, UNKNOWN_REQUEST_PATH);
                assert_eq!(description, "Unsupported request path");
            }
        }
    }
    for path in ["/", "/services", "/nowhere/at/all"] {
        assert_eq!(wire.su().get(path).await.status, 404);
        wire.su().get(path).await.error();
    }
}

#[tokio::test]
async fn a_wrong_method_is_answered_with_the_allowed_ones() {
    let wire = Wire::with_lobby().await;
    let answer = wire.su().bare(Method::PATCH, "chatkit/v6/users/alice").await;
    assert_eq!(answer.status, 405);
    let allow = answer.headers["allow"].to_str().unwrap().to_owned();
    assert!(["GET", "PUT", "DELETE"].iter().all(|method| allow.contains(method)), "{allow}");
    answer.error();
}

#[tokio::test]
async fn malformed_json_is_an_error_of_its_service() {
    let wire = Wire::with_lobby().await;
    for (method, path, service) in [
        (Method::POST, "chatkit/v6/users", "chatkit"),
        (Method::POST, "chatkit/v2/users", "chatkit"),
        (Method::PUT, "chatkit_cursors/v2/cursors/0/rooms/lobby/users/alice", "chatkit_cursors"),
        (Method::POST, "chatkit_authorizer/v2/roles", "chatkit_authorizer"),
    ] {
        for body in ["{", "{\"a\": }", "nonsense", "\u{feff}{}"] {
            let answer = wire.su().send(method.clone(), path, body).await;
            answer.refused(400, &format!("services/{service}/bad_request/malformed_json"));
        }
    }
}

#[tokio::test]
async fn a_body_is_parsed_as_json_whatever_its_content_type() {
    let wire = Wire::new();
    let su = wire.su();
    let types = [None, Some("text/plain"), Some("application/x-www-form-urlencoded"), Some("nonsense"), Some("")];
    for (number, content_type) in types.into_iter().enumerate() {
        let user = json!({"id": number.to_string(), "name": "n"});
        let mut request = su.request(Method::POST, "chatkit/v6/users", user.to_string());
        if let Some(content_type) = content_type {
            request.headers_mut().insert("content-type", content_type.parse().unwrap());
        }
        assert_eq!(su.raw(request).await.status(), StatusCode::CREATED, "{content_type:?}");
    }
    // An endpoint without a body ignores the content type of an empty one.
    let mut request = su.request(Method::DELETE, "chatkit/v6/users/0", "");
    request.headers_mut().insert("content-type", "application/json".parse().unwrap());
    assert_eq!(su.raw(request).await.status(), StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_response_is_json_for_every_accept_field_of_the_sdks() {
    let wire = Wire::with_lobby().await;
    let su = wire.su();
    for accept in ["*/*", "application/json", "application/json, text/plain, */*"] {
        let mut request = su.request(Method::GET, "chatkit/v6/users/alice", "");
        request.headers_mut().insert("accept", accept.parse().unwrap());
        Answer::read(su.raw(request).await).await.json(200);
    }
}

#[tokio::test]
async fn runs_of_slashes_and_trailing_slashes_are_ignored() {
    let wire = Wire::with_lobby().await;
    for path in [
        "/services/chatkit/v6/test//users/alice",
        "//services/chatkit/v6/test/users/alice/",
        "/services/chatkit///v6/test/users//alice//?",
    ] {
        assert_eq!(wire.su().get(path).await.json(200)["id"], "alice", "{path}");
    }
}

#[tokio::test]
async fn ids_are_decoded_after_the_path_is_split() {
    let wire = Wire::new();
    for (id, written) in [
        ("a/b", "a%2Fb"),
        ("a b", "a%20b"),
        ("a+b", "a+b"),
        ("a%b", "a%25b"),
        ("ü\u{1f600}", "%C3%BC%F0%9F%98%80"),
        ("a@b:c;d,e=f", "a@b:c;d,e=f"),
        ("%2E%2E", "%252E%252E"),
        ("?#", "%3F%23"),
    ] {
        wire.create_user(id).await;
        let path = format!("chatkit/v6/users/{written}");
        assert_eq!(wire.su().get(&path).await.json(200)["id"], id);
        wire.user(id).put(&path, &json!({"name": "changed"})).await.empty(204);
        wire.su().delete(&path).await.empty(204);
        wire.su().get(&path).await.refused(404, USER_NOT_FOUND);
    }
}

#[tokio::test]
async fn the_fields_of_an_sdk_are_accepted_and_ignored() {
    let wire = Wire::with_lobby().await;
    let su = wire.su();
    let mut request = su.request(Method::GET, "chatkit/v6/users/alice", "");
    for (name, value) in [
        ("x-sdk-product", "chatkit"),
        ("x-sdk-version", "1.14.1"),
        ("x-sdk-language", "javascript"),
        ("x-sdk-platform", "web"),
        ("x-client-request-id", "not a uuid"),
    ] {
        request.headers_mut().insert(name, value.parse().unwrap());
    }
    assert_eq!(su.raw(request).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_rejected_subscription_is_an_ordinary_error_response() {
    let wire = Wire::new();
    wire.anonymous().follow_rejected("chatkit/v6/users").await.refused(401, MISSING_TOKEN);
    wire.user("nobody").follow_rejected("chatkit/v6/users").await.refused(404, USER_NOT_FOUND);
}

#[tokio::test]
async fn times_are_rfc_3339_in_utc() {
    let wire = Wire::with_users(&["alice"]).await;
    let user = wire.su().get("chatkit/v6/users/alice").await.json(200);
    assert_eq!(user["created_at"], "2020-09-13T12:26:40Z");
}
