//! Messages (`PROTOCOL.md` §7): sent, read, edited and deleted, in both forms.

use pusher_platform::error_types::{
    MESSAGE_NOT_FOUND, MISSING_PERMISSION, ROOM_NOT_FOUND, UNPROCESSABLE_VALIDATION_FAILED, USER_NOT_FOUND,
};
use serde_json::{Value, json};

use crate::wire::{FIRST, SECOND, VERSIONS, Wire};

/// A message in the form of a version.
fn saying(version: &str, text: &str) -> Value {
    if version == "v2" { json!({ "text": text }) } else { json!({"parts": [{"type": "text/plain", "content": text}]}) }
}

/// Where a version deletes a message.
fn address(version: &str, message: u64) -> String {
    match version {
        "v2" => format!("chatkit/v2/messages/{message}"),
        _ => format!("chatkit/{version}/rooms/lobby/messages/{message}"),
    }
}

#[tokio::test]
async fn post_messages_answers_the_id_and_get_messages_the_message() {
    let wire = Wire::with_lobby().await;
    for (number, version) in (1..).zip(VERSIONS) {
        let path = format!("chatkit/{version}/rooms/lobby/messages");
        let sent = wire.user("alice").post(&path, &saying(version, "hello")).await.json(201);
        assert_eq!(sent, json!({ "message_id": number }));
        let mut expected = json!({
            "id": number, "user_id": "alice", "room_id": "lobby", "created_at": FIRST, "updated_at": FIRST,
        });
        for (key, value) in saying(version, "hello").as_object().unwrap() {
            expected[key] = value.clone();
        }
        assert_eq!(wire.user("bob").get(&path).await.json(200)[0], expected, "{version}");
    }
}

#[tokio::test]
async fn get_message_answers_one_message_of_that_room() {
    for version in ["v6", "v7"] {
        let wire = Wire::with_lobby().await;
        let id = wire.say("alice", "lobby", "hello").await;
        let other = json!({"id": "den", "name": "Den", "private": true});
        wire.user("alice").post("chatkit/v6/rooms", &other).await.json(201);
        let get = async |room: &str, id: u64| {
            wire.user("bob").get(&format!("chatkit/{version}/rooms/{room}/messages/{id}")).await
        };
        assert_eq!(get("lobby", id).await.json(200)["parts"], json!([{"type": "text/plain", "content": "hello"}]));
        get("lobby", 7).await.refused(404, MESSAGE_NOT_FOUND);
        // A message is not found under another room's path.
        get("den", id).await.refused(404, MESSAGE_NOT_FOUND);
        get("nowhere", id).await.refused(404, ROOM_NOT_FOUND);
    }
}

#[tokio::test]
async fn ids_grow_within_the_instance_whatever_the_room_and_the_form() {
    let wire = Wire::with_lobby().await;
    let other = json!({"id": "den", "name": "Den", "private": true});
    wire.user("alice").post("chatkit/v6/rooms", &other).await.json(201);
    let mut last = 0;
    for (room, version) in [("lobby", "v2"), ("den", "v6"), ("lobby", "v7"), ("den", "v2")] {
        let path = format!("chatkit/{version}/rooms/{room}/messages");
        let sent = wire.user("alice").post(&path, &saying(version, "x")).await.json(201);
        let id = sent["message_id"].as_u64().unwrap();
        assert!(id > last);
        last = id;
    }
    // Ids of what was deleted are not given again.
    wire.su().delete(&format!("chatkit/v6/rooms/den/messages/{last}")).await.nothing(204);
    assert!(wire.say("alice", "lobby", "x").await > last);
}

#[tokio::test]
async fn a_sender_is_a_member_or_spoken_for_by_the_server() {
    for version in VERSIONS {
        let wire = Wire::with_lobby().await;
        let path = format!("chatkit/{version}/rooms/lobby/messages");
        wire.user("carol").post(&path, &saying(version, "x")).await.refused(401, MISSING_PERMISSION);
        wire.su_as("carol").post(&path, &saying(version, "x")).await.json(201);
        wire.su_as("nobody").post(&path, &saying(version, "x")).await.refused(404, USER_NOT_FOUND);
        let nowhere = format!("chatkit/{version}/rooms/nowhere/messages");
        wire.su_as("carol").post(&nowhere, &saying(version, "x")).await.refused(404, ROOM_NOT_FOUND);
        assert_eq!(wire.su().get(&path).await.json(200).as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_message_has_at_least_one_part_and_each_part_exactly_one_content() {
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
        // Swift and Android write what is not there as null.
        json!([{"type": "text/plain", "content": "a", "url": null, "attachment": null}]),
    ] {
        send(parts).await.json(201);
    }
    let messages = alice.get("chatkit/v6/rooms/lobby/messages").await.json(200);
    assert_eq!(messages.as_array().unwrap().len(), 3, "what was refused is not there");
}

#[tokio::test]
async fn a_part_with_two_contents_is_refused() {
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
async fn put_message_changes_what_is_said_and_when() {
    for version in VERSIONS {
        let wire = Wire::with_lobby().await;
        let id = wire.say("alice", "lobby", "first").await;
        let mut events = wire.user("bob").follow("chatkit/v6/rooms/lobby?message_limit=0").await;
        let mut user = wire.user("bob").follow("chatkit/v6/users").await;
        user.data("initial_state").await;
        wire.pass_seconds(1);
        let path = format!("chatkit/{version}/rooms/lobby/messages/{id}");
        wire.su_as("bob").put(&path, &saying(version, "second")).await.nothing(204);
        assert_eq!(
            wire.su().get(&format!("chatkit/v6/rooms/lobby/messages/{id}")).await.json(200),
            json!({
                "id": id, "user_id": "alice", "room_id": "lobby", "created_at": FIRST, "updated_at": SECOND,
                "parts": [{"type": "text/plain", "content": "second"}],
            })
        );
        // Nobody is told of an edit.
        events.is_quiet().await;
        user.is_quiet().await;
        let unknown = format!("chatkit/{version}/rooms/lobby/messages/77");
        wire.su_as("bob").put(&unknown, &saying(version, "x")).await.refused(404, MESSAGE_NOT_FOUND);
    }
}

#[tokio::test]
async fn delete_message_makes_it_disappear() {
    for version in VERSIONS {
        let wire = Wire::with_lobby().await;
        let (first, second) = (wire.say("alice", "lobby", "a").await, wire.say("alice", "lobby", "b").await);
        wire.su().delete(&address(version, first)).await.nothing(204);
        wire.su().delete(&address(version, first)).await.refused(404, MESSAGE_NOT_FOUND);
        for reader in VERSIONS {
            let messages = wire.user("bob").get(&format!("chatkit/{reader}/rooms/lobby/messages")).await.json(200);
            let ids: Vec<&Value> = messages.as_array().unwrap().iter().map(|message| &message["id"]).collect();
            assert_eq!(ids, [&json!(second)]);
        }
        wire.su().get(&format!("chatkit/v6/rooms/lobby/messages/{first}")).await.refused(404, MESSAGE_NOT_FOUND);
    }
}

/// Unread counts are by id, of what is still there; one's own messages count too.
#[tokio::test]
async fn unread_are_the_messages_after_the_cursor_one_s_own_too() {
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
        ids.push(wire.say("alice", "lobby", "x").await);
    }
    assert_eq!((unread("alice").await, unread("bob").await), (3, 3));
    for (position, expected) in [(1, 2), (3, 0), (2, 1), (99, 0), (-5, 3), (0, 3)] {
        set(position).await;
        assert_eq!(unread("alice").await, expected, "{position}");
    }
    wire.su().delete(&format!("chatkit/v6/rooms/lobby/messages/{}", ids[1])).await.nothing(204);
    assert_eq!(unread("alice").await, 2);
}
