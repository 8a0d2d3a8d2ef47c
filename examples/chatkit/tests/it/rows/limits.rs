//! The limits (`PROTOCOL.md` §2): for each, the largest accepted value and the smallest rejected one.

use http::Method;
use pusher_platform::error_types::{MESSAGE_SIZE_LIMIT_EXCEEDED, TOO_MANY_ROOM_USERS, UNPROCESSABLE_VALIDATION_FAILED};
use serde_json::{Value, json};

use crate::wire::{Answer, VERSIONS, Wire};

#[tokio::test]
async fn a_message_has_at_most_five_kilobytes() {
    let wire = Wire::with_lobby().await;
    for version in VERSIONS {
        let path = format!("chatkit/{version}/rooms/lobby/messages");
        let message_of = |text: String| match version {
            "v2" => json!({ "text": text }),
            _ => json!({"parts": [{"type": "text/plain", "content": text}]}),
        };
        wire.user("alice").post(&path, &message_of("x".repeat(5120))).await.json(201);
        // The limit counts bytes of UTF-8.
        for text in ["x".repeat(5121), "ü".repeat(2561), "x".repeat(16 * 1024)] {
            wire.user("alice").post(&path, &message_of(text.clone())).await.refused(413, MESSAGE_SIZE_LIMIT_EXCEEDED);
            let edited = format!("{path}/1");
            wire.su_as("alice").put(&edited, &message_of(text)).await.refused(413, MESSAGE_SIZE_LIMIT_EXCEEDED);
        }
    }
    assert_eq!(wire.user("alice").get("chatkit/v6/rooms/lobby/messages").await.json(200).as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn the_limit_applies_to_all_parts_together() {
    let wire = Wire::with_lobby().await;
    let half = json!({"type": "text/plain", "content": "x".repeat(2561)});
    let answer = wire.user("alice").post("chatkit/v6/rooms/lobby/messages", &json!({"parts": [half, half]})).await;
    answer.refused(413, MESSAGE_SIZE_LIMIT_EXCEEDED);
}

/// Returns `{"x":"…"}` with this length in bytes.
fn custom_data(bytes: usize) -> Value {
    json!({"x": "y".repeat(bytes - r#"{"x":""}"#.len())})
}

#[tokio::test]
async fn custom_data_has_at_most_five_kilobytes() {
    let wire = Wire::with_lobby().await;
    wire.change_default(&json!({"add_permissions": ["room:update"]})).await;
    for version in VERSIONS {
        let user = |custom: Value| json!({"id": format!("{version}{}", custom.to_string().len()), "name": "n", "custom_data": custom});
        let users = format!("chatkit/{version}/users");
        wire.su().post(&users, &user(custom_data(5120))).await.json(201);
        let refused = wire.su().post(&users, &user(custom_data(5121))).await;
        assert!(refused.refused(422, UNPROCESSABLE_VALIDATION_FAILED).contains("custom_data"));
        for (path, caller) in [
            (format!("chatkit/{version}/users/alice"), wire.user("alice")),
            (format!("chatkit/{version}/rooms/lobby"), wire.user("alice")),
        ] {
            caller.put(&path, &json!({"custom_data": custom_data(5120)})).await.empty(204);
            let refused = caller.put(&path, &json!({"custom_data": custom_data(5121)})).await;
            refused.refused(422, UNPROCESSABLE_VALIDATION_FAILED);
        }
    }
}

#[tokio::test]
async fn the_name_of_a_room_has_at_most_sixty_characters() {
    for version in VERSIONS {
        let wire = Wire::with_users(&["alice"]).await;
        let path = format!("chatkit/{version}/rooms");
        let room = |length: usize| json!({"id": length.to_string(), "name": "ü".repeat(length), "private": false});
        wire.user("alice").post(&path, &room(60)).await.json(201);
        let refused = wire.user("alice").post(&path, &room(61)).await;
        // The description names the field.
        assert!(refused.refused(422, UNPROCESSABLE_VALIDATION_FAILED).contains("name"));
        let renamed = json!({"name": "x".repeat(61)});
        let answer = wire.su().put(&format!("{path}/60"), &renamed).await;
        answer.refused(422, UNPROCESSABLE_VALIDATION_FAILED);
    }
}

#[tokio::test]
async fn a_room_has_at_most_a_hundred_members() {
    let wire = Wire::with_users(&["alice"]).await;
    let names: Vec<String> = (0..101).map(|number| format!("u{number}")).collect();
    for batch in names.chunks(10) {
        let users: Vec<Value> = batch.iter().map(|id| json!({"id": id, "name": id})).collect();
        wire.su().post("chatkit/v6/batch_users", &json!({ "users": users })).await.json(201);
    }
    let room = json!({"id": "99", "name": "n", "private": false});
    wire.user("alice").post("chatkit/v6/rooms", &room).await.json(201);
    let (add, last) = ("chatkit/v6/rooms/99/users/add", json!({"user_ids": ["u99"]}));
    for batch in names[..99].chunks(10) {
        wire.user("alice").put(add, &json!({ "user_ids": batch })).await.empty(204);
    }
    wire.su().put(add, &last).await.refused(422, UNPROCESSABLE_VALIDATION_FAILED);
    let join = "chatkit/v6/users/u99/rooms/99/join";
    wire.user("u99").bare(Method::POST, join).await.refused(422, UNPROCESSABLE_VALIDATION_FAILED);
    // Adding existing members does not exceed the limit.
    wire.su().put(add, &json!({"user_ids": ["u0", "alice"]})).await.empty(204);
    wire.user("u0").bare(Method::POST, "chatkit/v6/users/u0/rooms/99/leave").await.empty(204);
    wire.user("u99").bare(Method::POST, join).await.json(200);
}

#[tokio::test]
async fn a_request_creates_adds_or_removes_at_most_ten_users() {
    let wire = Wire::with_lobby().await;
    let names: Vec<String> = (0..11).map(|number| format!("u{number}")).collect();
    for version in VERSIONS {
        let batch = |count: usize| {
            let users: Vec<Value> =
                names.iter().take(count).map(|id| json!({"id": format!("{version}{id}"), "name": id})).collect();
            json!({ "users": users })
        };
        let path = format!("chatkit/{version}/batch_users");
        wire.su().post(&path, &batch(11)).await.refused(422, UNPROCESSABLE_VALIDATION_FAILED);
        wire.su().post(&path, &batch(10)).await.json(201);
        let some = |count: usize| {
            let ids: Vec<String> = names.iter().take(count).map(|id| format!("{version}{id}")).collect();
            json!({ "user_ids": ids })
        };
        let refused = |answer: Answer| {
            let description = answer.refused(400, TOO_MANY_ROOM_USERS);
            assert_eq!(description, "Field user_ids exceeds allowed length of 10");
        };
        for change in ["add", "remove"] {
            let path = format!("chatkit/{version}/rooms/lobby/users/{change}");
            refused(wire.user("alice").put(&path, &some(11)).await);
            wire.user("alice").put(&path, &some(10)).await.empty(204);
        }
        let create = async |count: usize| {
            let room = json!({"name": "n", "private": false, "user_ids": some(count)["user_ids"]});
            wire.user("alice").post(&format!("chatkit/{version}/rooms"), &room).await
        };
        refused(create(11).await);
        create(10).await.json(201);
    }
}
