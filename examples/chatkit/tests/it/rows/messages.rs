//! Messages (`PROTOCOL.md` §7): sending, reading, editing and deleting, in both forms.

use pusher_platform::error_types::{
    MESSAGE_NOT_FOUND, ROOM_MEMBERSHIP_REQUIRED, ROOM_NOT_FOUND, UNPROCESSABLE_VALIDATION_FAILED, USER_NOT_FOUND,
};
use serde_json::{Value, json};

use crate::wire::{FIRST, SECOND, VERSIONS, Wire};

/// Returns a message in the form of a version.
fn message_of(version: &str, text: &str) -> Value {
    if version == "v2" { json!({ "text": text }) } else { json!({"parts": [{"type": "text/plain", "content": text}]}) }
}

/// Returns the path at which a version deletes a message.
fn address(version: &str, message: u64) -> String {
    match version {
        "v2" => format!("chatkit/v2/messages/{message}"),
        _ => format!("chatkit/{version}/rooms/lobby/messages/{message}"),
    }
}

#[tokio::test]
async fn post_messages_returns_the_id_and_get_messages_the_message() {
    let wire = Wire::with_lobby().await;
    for (number, version) in (1..).zip(VERSIONS) {
        let path = format!("chatkit/{version}/rooms/lobby/messages");
        let sent = wire.user("alice").post(&path, &message_of(version, "hello")).await.json(201);
        assert_eq!(sent, json!({ "message_id": number }));
        let mut expected = json!({
            "id": number, "user_id": "alice", "room_id": "lobby", "created_at": FIRST, "updated_at": FIRST,
        });
        for (key, value) in message_of(version, "hello").as_object().unwrap() {
            expected[key] = value.clone();
        }
        assert_eq!(wire.user("bob").get(&path).await.json(200)[0], expected, "{version}");
    }
}

#[tokio::test]
async fn get_message_returns_one_message_of_that_room() {
    for version in ["v6", "v7"] {
        let wire = Wire::with_lobby().await;
        let id = wire.send_text("alice", "lobby", "hello").await;
        let other = json!({"id": "den", "name": "Den", "private": true});
        wire.user("alice").post("chatkit/v6/rooms", &other).await.json(201);
        let get = async |room: &str, id: u64| {
            wire.user("alice").get(&format!("chatkit/{version}/rooms/{room}/messages/{id}")).await
        };
        assert_eq!(get("lobby", id).await.json(200)["parts"], json!([{"type": "text/plain", "content": "hello"}]));
        get("lobby", 7).await.refused(404, MESSAGE_NOT_FOUND);
        // A message is not found under the path of another room.
        get("den", id).await.refused(404, MESSAGE_NOT_FOUND);
        get("nowhere", id).await.refused(404, ROOM_NOT_FOUND);
    }
}

#[tokio::test]
async fn ids_increase_within_the_instance_across_rooms_and_forms() {
    let wire = Wire::with_lobby().await;
    let other = json!({"id": "den", "name": "Den", "private": true});
    wire.user("alice").post("chatkit/v6/rooms", &other).await.json(201);
    let mut last = 0;
    for (room, version) in [("lobby", "v2"), ("den", "v6"), ("lobby", "v7"), ("den", "v2")] {
        let path = format!("chatkit/{version}/rooms/{room}/messages");
        let sent = wire.user("alice").post(&path, &message_of(version, "x")).await.json(201);
        let id = sent["message_id"].as_u64().unwrap();
        assert!(id > last);
        last = id;
    }
    // Ids of deleted messages are not reused.
    wire.su().delete(&format!("chatkit/v6/rooms/den/messages/{last}")).await.empty(204);
    assert!(wire.send_text("alice", "lobby", "x").await > last);
}

#[tokio::test]
async fn a_sender_is_a_member_except_with_a_superuser_token() {
    for version in VERSIONS {
        let wire = Wire::with_lobby().await;
        let path = format!("chatkit/{version}/rooms/lobby/messages");
        wire.user("carol").post(&path, &message_of(version, "x")).await.refused(401, ROOM_MEMBERSHIP_REQUIRED);
        wire.su_as("carol").post(&path, &message_of(version, "x")).await.json(201);
        wire.su_as("nobody").post(&path, &message_of(version, "x")).await.refused(404, USER_NOT_FOUND);
        let nowhere = format!("chatkit/{version}/rooms/nowhere/messages");
        wire.su_as("carol").post(&nowhere, &message_of(version, "x")).await.refused(404, ROOM_NOT_FOUND);
        assert_eq!(wire.su().get(&path).await.json(200).as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_message_has_at_least_one_part_and_each_part_has_a_content() {
    let wire = Wire::with_lobby().await;
    let alice = wire.user("alice");
    let send = async |parts: Value| alice.post("chatkit/v6/rooms/lobby/messages", &json!({ "parts": parts })).await;
    send(json!([])).await.refused(422, UNPROCESSABLE_VALIDATION_FAILED);
    send(json!([{"type": "", "content": "x"}])).await.refused(422, UNPROCESSABLE_VALIDATION_FAILED);
    send(json!([{"type": "a/b", "attachment": {"id": "unknown"}}])).await.refused(422, UNPROCESSABLE_VALIDATION_FAILED);
    for part in [json!({"type": "text/plain"}), json!({"content": "x"}), json!("x"), json!({"type": 1, "content": "x"})]
    {
        let answer = send(json!([part])).await;
        assert!(matches!(answer.status, 400 | 422), "{part}: {}", answer.shown());
        answer.error();
    }
    for parts in [
        json!([{"type": "text/plain", "content": ""}]),
        json!([{"type": "x", "url": "https://example.org"}, {"type": "text/plain", "content": "a"}]),
        // Swift and Android send null for absent members.
        json!([{"type": "text/plain", "content": "a", "url": null, "attachment": null}]),
    ] {
        send(parts).await.json(201);
    }
    let messages = alice.get("chatkit/v6/rooms/lobby/messages").await.json(200);
    assert_eq!(messages.as_array().unwrap().len(), 3, "rejected messages are not stored");
}

#[tokio::test]
async fn a_part_with_two_contents_is_rejected() {
    let wire = Wire::with_lobby().await;
    for part in [
        json!({"type": "a/b", "content": "x", "url": "https://u"}),
        json!({"type": "a/b", "url": "https://u", "attachment": {"id": "x"}}),
    ] {
        let answer = wire.user("alice").post("chatkit/v6/rooms/lobby/messages", &json!({"parts": [part]})).await;
        assert!(matches!(answer.status, 400 | 422), "{part}: {}", answer.shown());
        assert!(answer.error()["error_description"].as_str().unwrap().contains("exactly one"));
    }
}

#[tokio::test]
async fn put_message_replaces_the_content_and_the_update_time() {
    for version in VERSIONS {
        let wire = Wire::with_lobby().await;
        let id = wire.send_text("alice", "lobby", "first").await;
        let mut events = wire.user("bob").follow("chatkit/v6/rooms/lobby?message_limit=0").await;
        let mut user = wire.user("bob").follow("chatkit/v6/users").await;
        user.data("initial_state").await;
        wire.pass_seconds(1);
        let path = format!("chatkit/{version}/rooms/lobby/messages/{id}");
        wire.su_as("bob").put(&path, &message_of(version, "second")).await.empty(204);
        assert_eq!(
            wire.su().get(&format!("chatkit/v6/rooms/lobby/messages/{id}")).await.json(200),
            json!({
                "id": id, "user_id": "alice", "room_id": "lobby", "created_at": FIRST, "updated_at": SECOND,
                "parts": [{"type": "text/plain", "content": "second"}],
            })
        );
        // An edit sends no event.
        events.expect_no_line().await;
        user.expect_no_line().await;
        let unknown = format!("chatkit/{version}/rooms/lobby/messages/77");
        wire.su_as("bob").put(&unknown, &message_of(version, "x")).await.refused(404, MESSAGE_NOT_FOUND);
    }
}

#[tokio::test]
async fn delete_message_removes_it_in_all_versions() {
    for version in VERSIONS {
        let wire = Wire::with_lobby().await;
        let (first, second) =
            (wire.send_text("alice", "lobby", "a").await, wire.send_text("alice", "lobby", "b").await);
        wire.su().delete(&address(version, first)).await.empty(204);
        wire.su().delete(&address(version, first)).await.refused(404, MESSAGE_NOT_FOUND);
        for reader in VERSIONS {
            let messages = wire.user("bob").get(&format!("chatkit/{reader}/rooms/lobby/messages")).await.json(200);
            let ids: Vec<&Value> = messages.as_array().unwrap().iter().map(|message| &message["id"]).collect();
            assert_eq!(ids, [&json!(second)]);
        }
        wire.su().get(&format!("chatkit/v6/rooms/lobby/messages/{first}")).await.refused(404, MESSAGE_NOT_FOUND);
    }
}

/// Deleted messages do not count. The user's own messages do (`PROTOCOL.md` §6).
#[tokio::test]
async fn the_unread_count_is_the_number_of_messages_after_the_cursor() {
    let wire = Wire::with_lobby().await;
    let unread = async |user: &str| {
        let rooms = wire.user(user).get(&format!("chatkit/v6/users/{user}/rooms")).await.json(200);
        rooms[0]["unread_count"].as_u64().unwrap()
    };
    let set = async |position: i64| {
        let path = "chatkit_cursors/v2/cursors/0/rooms/lobby/users/alice";
        wire.user("alice").put(path, &json!({ "position": position })).await.json(201);
    };
    assert_eq!((unread("alice").await, unread("bob").await), (0, 0));
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(wire.send_text("alice", "lobby", "x").await);
    }
    assert_eq!((unread("alice").await, unread("bob").await), (3, 3));
    for (position, expected) in [(1, 2), (3, 0), (2, 1), (99, 0), (-5, 3), (0, 3)] {
        set(position).await;
        assert_eq!(unread("alice").await, expected, "{position}");
    }
    wire.su().delete(&format!("chatkit/v6/rooms/lobby/messages/{}", ids[1])).await.empty(204);
    assert_eq!(unread("alice").await, 2);
}
