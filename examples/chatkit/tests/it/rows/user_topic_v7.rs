//! The user topic of version 7 (`PROTOCOL.md` §8).

use http::Method;
use serde_json::{Value, json};

use crate::wire::{FIRST, Follower, Wire};

fn lobby() -> Value {
    json!({
        "id": "lobby", "name": "Lobby", "created_by_id": "alice", "private": false, "created_at": FIRST,
        "updated_at": FIRST,
    })
}

/// Returns the lobby after a message.
fn lobby_with_message() -> Value {
    let mut room = lobby();
    room["last_message_at"] = json!(FIRST);
    room
}

async fn follow(wire: &Wire, user: &str) -> Follower {
    let mut events = wire.user(user).follow("chatkit/v7/users").await;
    events.data("initial_state").await;
    events
}

#[tokio::test]
async fn the_initial_state_has_read_states_and_memberships() {
    let wire = Wire::with_lobby().await;
    let id = wire.send_text("alice", "lobby", "a").await;
    wire.send_text("alice", "lobby", "b").await;
    let cursor = json!({"cursor_type": 0, "room_id": "lobby", "user_id": "bob", "position": id, "updated_at": FIRST});
    for (user, read_state) in [
        ("alice", json!({"room_id": "lobby", "unread_count": 2})),
        ("bob", json!({"room_id": "lobby", "unread_count": 1, "cursor": cursor})),
    ] {
        let path = "chatkit_cursors/v2/cursors/0/rooms/lobby/users/bob";
        wire.user("bob").put(path, &json!({ "position": id })).await.json(201);
        let mut events = wire.user(user).follow("chatkit/v7/users").await;
        assert_eq!(
            events.data("initial_state").await,
            json!({
                "current_user": {"id": user, "name": user, "created_at": FIRST, "updated_at": FIRST},
                "rooms": [lobby_with_message()],
                "read_states": [read_state],
                "memberships": [{"room_id": "lobby", "user_ids": ["alice", "bob"]}],
            })
        );
        events.expect_no_line().await;
    }
}

#[tokio::test]
async fn the_initial_state_has_the_read_states_of_the_thousand_most_recent_rooms() {
    let wire = Wire::with_users(&["alice"]).await;
    for number in 0..1002 {
        let room = json!({"id": format!("{number:04}"), "name": "n", "private": false});
        wire.user("alice").post("chatkit/v7/rooms", &room).await.json(201);
    }
    // In the order of ids these two rooms come last.
    wire.send_text("alice", "1000", "x").await;
    wire.send_text("alice", "1001", "x").await;
    let mut events = wire.user("alice").follow("chatkit/v7/users").await;
    let state = events.data("initial_state").await;
    let count = |key: &str| state[key].as_array().unwrap().len();
    assert_eq!((count("rooms"), count("memberships"), count("read_states")), (1002, 1002, 1000));
    let states = state["read_states"].as_array().unwrap();
    for room in ["1000", "1001"] {
        assert!(states.iter().any(|state| state["room_id"] == room), "{room}");
    }
}

#[tokio::test]
async fn added_to_room_has_membership_and_read_state() {
    let wire = Wire::with_lobby().await;
    wire.send_text("alice", "lobby", "hello").await;
    let mut carol = follow(&wire, "carol").await;
    let added = json!({
        "room": lobby_with_message(),
        "membership": {"room_id": "lobby", "user_ids": ["alice", "bob", "carol"]},
        "read_state": {"room_id": "lobby", "unread_count": 1},
    });
    wire.user("carol").bare(Method::POST, "chatkit/v7/users/carol/rooms/lobby/join").await.json(200);
    assert_eq!(carol.data("added_to_room").await, added);
    wire.user("carol").bare(Method::POST, "chatkit/v7/users/carol/rooms/lobby/leave").await.empty(204);
    assert_eq!(carol.data("removed_from_room").await, json!({"room_id": "lobby"}));
    wire.user("alice").put("chatkit/v7/rooms/lobby/users/add", &json!({"user_ids": ["carol"]})).await.empty(204);
    assert_eq!(carol.data("added_to_room").await, added);
    carol.expect_no_line().await;
}

#[tokio::test]
async fn creating_a_room_sends_added_to_room_to_all_members() {
    let wire = Wire::with_users(&["alice", "bob"]).await;
    let (mut alice, mut bob) = (follow(&wire, "alice").await, follow(&wire, "bob").await);
    let room = json!({"id": "lobby", "name": "Lobby", "private": false, "user_ids": ["bob"]});
    wire.user("alice").post("chatkit/v6/rooms", &room).await.json(201);
    for events in [&mut alice, &mut bob] {
        assert_eq!(
            events.data("added_to_room").await,
            json!({
                "room": lobby(),
                "membership": {"room_id": "lobby", "user_ids": ["alice", "bob"]},
                "read_state": {"room_id": "lobby", "unread_count": 0},
            })
        );
        events.expect_no_line().await;
    }
}

#[tokio::test]
async fn room_updated_has_the_room_without_counts() {
    let wire = Wire::with_lobby().await;
    let mut bob = follow(&wire, "bob").await;
    wire.su().put("chatkit/v2/rooms/lobby", &json!({"private": true})).await.empty(204);
    let mut room = lobby();
    room["private"] = json!(true);
    assert_eq!(bob.data("room_updated").await, json!({ "room": room }));
    bob.expect_no_line().await;
}

#[tokio::test]
async fn room_deleted_has_the_room_id() {
    let wire = Wire::with_lobby().await;
    let mut bob = follow(&wire, "bob").await;
    wire.su().delete("chatkit/v7/rooms/lobby").await.empty(204);
    assert_eq!(bob.data("room_deleted").await, json!({"room_id": "lobby"}));
    bob.expect_no_line().await;
}

#[tokio::test]
async fn a_message_sends_room_updated_and_then_read_state_updated_and_a_cursor_the_latter() {
    let wire = Wire::with_lobby().await;
    let (mut alice, mut bob) = (follow(&wire, "alice").await, follow(&wire, "bob").await);
    let id = wire.send_text("alice", "lobby", "hello").await;
    for events in [&mut alice, &mut bob] {
        assert_eq!(events.data("room_updated").await, json!({ "room": lobby_with_message() }));
        let expected = json!({"read_state": {"room_id": "lobby", "unread_count": 1}});
        assert_eq!(events.data("read_state_updated").await, expected);
        events.expect_no_line().await;
    }
    let path = "chatkit_cursors/v2/cursors/0/rooms/lobby/users/bob";
    for _ in 0..2 {
        wire.user("bob").put(path, &json!({ "position": id })).await.json(201);
        let cursor =
            json!({"cursor_type": 0, "room_id": "lobby", "user_id": "bob", "position": id, "updated_at": FIRST});
        let expected = json!({"read_state": {"room_id": "lobby", "unread_count": 0, "cursor": cursor}});
        assert_eq!(bob.data("read_state_updated").await, expected);
        bob.expect_no_line().await;
    }
    alice.expect_no_line().await;
    wire.su().delete(&format!("chatkit/v7/rooms/lobby/messages/{id}")).await.empty(204);
    assert_eq!(alice.data("room_updated").await, json!({ "room": lobby() }));
    assert_eq!(alice.data("read_state_updated").await["read_state"]["unread_count"], 0);
    alice.expect_no_line().await;
}

#[tokio::test]
async fn user_joined_room_and_user_left_room_replace_the_memberships_topic() {
    let wire = Wire::with_lobby().await;
    let mut bob = follow(&wire, "bob").await;
    let carol = json!({"room_id": "lobby", "user_id": "carol"});
    wire.user("carol").bare(Method::POST, "chatkit/v6/users/carol/rooms/lobby/join").await.json(200);
    assert_eq!(bob.data("user_joined_room").await, carol);
    wire.su().put("chatkit/v6/rooms/lobby/users/remove", &json!({"user_ids": ["carol"]})).await.empty(204);
    assert_eq!(bob.data("user_left_room").await, carol);
    wire.su().put("chatkit/v6/rooms/lobby/users/add", &json!({"user_ids": ["carol"]})).await.empty(204);
    assert_eq!(bob.data("user_joined_room").await, carol);
    wire.su().delete("chatkit/v6/users/carol").await.empty(204);
    assert_eq!(bob.data("user_left_room").await, carol);
    bob.expect_no_line().await;
    assert_eq!(wire.user("bob").follow_rejected("chatkit/v7/rooms/lobby/memberships").await.status, 404);
}
