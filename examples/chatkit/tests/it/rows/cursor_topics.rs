//! The two cursor topics (`PROTOCOL.md` §8).

use http::Method;
use pusher_platform::error_types::ROOM_MEMBERSHIP_REQUIRED;
use serde_json::{Value, json};

use crate::wire::{FIRST, Wire};

async fn set(wire: &Wire, user: &str, room: &str, position: i64) -> Value {
    let path = format!("chatkit_cursors/v2/cursors/0/rooms/{room}/users/{user}");
    wire.user(user).put(&path, &json!({ "position": position })).await.json(201);
    json!({"cursor_type": 0, "room_id": room, "user_id": user, "position": position, "updated_at": FIRST})
}

#[tokio::test]
async fn the_topic_of_a_room_reports_all_cursors_of_the_room() {
    let wire = Wire::with_lobby().await;
    let first = set(&wire, "alice", "lobby", 3).await;
    let mut events = wire.user("bob").follow("chatkit_cursors/v2/cursors/0/rooms/lobby").await;
    assert_eq!(events.data("initial_state").await, json!({"cursors": [first]}));
    for (user, position) in [("alice", 4), ("bob", 1), ("alice", 4)] {
        let cursor = set(&wire, user, "lobby", position).await;
        assert_eq!(events.data("new_cursor").await, cursor);
    }
    set(&wire, "alice", "den", 1).await;
    events.expect_no_line().await;
}

#[tokio::test]
async fn the_topic_of_a_user_reports_the_user_s_cursors_in_all_rooms() {
    let wire = Wire::with_lobby().await;
    let first = set(&wire, "alice", "lobby", 3).await;
    let mut events = wire.user("alice").follow("chatkit_cursors/v2/cursors/0/users/alice").await;
    assert_eq!(events.data("initial_state").await, json!({"cursors": [first]}));
    for room in ["den", "lobby"] {
        let cursor = set(&wire, "alice", room, 5).await;
        assert_eq!(events.data("new_cursor").await, cursor);
    }
    set(&wire, "bob", "lobby", 1).await;
    events.expect_no_line().await;
}

#[tokio::test]
async fn the_topic_of_an_unknown_room_starts_without_cursors() {
    let wire = Wire::with_lobby().await;
    let mut events = wire.user("bob").follow("chatkit_cursors/v2/cursors/0/rooms/nowhere").await;
    assert_eq!(events.data("initial_state").await, json!({"cursors": []}));
    let cursor = set(&wire, "alice", "nowhere", 1).await;
    assert_eq!(events.data("new_cursor").await, cursor);
}

/// A topic that a user may follow today must not show a private room tomorrow.
#[tokio::test]
async fn the_cursors_of_a_room_that_becomes_private_are_hidden_from_strangers() {
    let wire = Wire::with_lobby().await;
    let mut stranger = wire.user("carol").follow("chatkit_cursors/v2/cursors/0/rooms/lobby").await;
    let mut member = wire.user("bob").follow("chatkit_cursors/v2/cursors/0/rooms/lobby").await;
    stranger.data("initial_state").await;
    member.data("initial_state").await;
    wire.su().put("chatkit/v6/rooms/lobby", &json!({"private": true})).await.empty(204);
    assert_eq!(stranger.end().await, (401, ROOM_MEMBERSHIP_REQUIRED.to_owned()));
    member.expect_no_line().await;
    wire.user("bob").bare(Method::POST, "chatkit/v6/users/bob/rooms/lobby/leave").await.empty(204);
    assert_eq!(member.end().await, (401, ROOM_MEMBERSHIP_REQUIRED.to_owned()));
}

#[tokio::test]
async fn the_cursors_of_a_room_that_is_created_as_private_are_hidden_from_strangers() {
    let wire = Wire::with_users(&["alice", "bob"]).await;
    let mut stranger = wire.user("bob").follow("chatkit_cursors/v2/cursors/0/rooms/den").await;
    stranger.data("initial_state").await;
    let den = json!({"id": "den", "name": "Den", "private": true});
    wire.user("alice").post("chatkit/v6/rooms", &den).await.json(201);
    assert_eq!(stranger.end().await, (401, ROOM_MEMBERSHIP_REQUIRED.to_owned()));
}
