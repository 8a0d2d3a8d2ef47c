//! Rooms in version 7 (`PROTOCOL.md` §7): members and counts are separate from the rooms.

use http::Method;
use serde_json::{Value, json};

use crate::wire::{FIRST, SECOND, Wire};

const SEPARATE: [&str; 2] = ["member_user_ids", "unread_count"];

fn has_no_members_or_counts(room: &Value) -> bool {
    SEPARATE.iter().all(|key| room.get(key).is_none())
}

#[tokio::test]
async fn post_rooms_returns_room_and_membership() {
    let wire = Wire::with_users(&["alice", "bob"]).await;
    let room = json!({"id": "den", "name": "Den", "private": true, "user_ids": ["bob"], "custom_data": {"a": 1}});
    let made = wire.user("alice").post("chatkit/v7/rooms", &room).await.json(201);
    assert_eq!(
        made,
        json!({
            "room": {
                "id": "den", "name": "Den", "created_by_id": "alice", "private": true, "custom_data": {"a": 1},
                "created_at": FIRST, "updated_at": FIRST,
            },
            "membership": {"room_id": "den", "user_ids": ["alice", "bob"]},
        })
    );
}

#[tokio::test]
async fn post_join_returns_room_and_membership() {
    let wire = Wire::with_lobby().await;
    wire.pass_seconds(1);
    wire.send_text("alice", "lobby", "hello").await;
    let joined = wire.user("carol").bare(Method::POST, "chatkit/v7/users/carol/rooms/lobby/join").await.json(200);
    assert_eq!(
        joined,
        json!({
            "room": {
                "id": "lobby", "name": "Lobby", "created_by_id": "alice", "private": false, "last_message_at": SECOND,
                "created_at": FIRST, "updated_at": FIRST,
            },
            "membership": {"room_id": "lobby", "user_ids": ["alice", "bob", "carol"]},
        })
    );
}

#[tokio::test]
async fn get_joinable_rooms_returns_rooms_and_memberships() {
    let wire = Wire::with_lobby().await;
    for (id, private) in [("park", false), ("den", true)] {
        let room = json!({"id": id, "name": id, "private": private});
        wire.user("bob").post("chatkit/v7/rooms", &room).await.json(201);
    }
    let found = wire.user("carol").get("chatkit/v7/users/carol/joinable_rooms").await.json(200);
    assert_eq!(
        found["memberships"],
        json!([{"room_id": "lobby", "user_ids": ["alice", "bob"]}, {"room_id": "park", "user_ids": ["bob"]}])
    );
    let rooms = found["rooms"].as_array().unwrap();
    assert_eq!((rooms.len(), &rooms[0]["id"], &rooms[1]["id"]), (2, &json!("lobby"), &json!("park")));
    assert!(rooms.iter().all(has_no_members_or_counts));
    let none = wire.user("bob").get("chatkit/v7/users/bob/joinable_rooms").await.json(200);
    assert_eq!(none, json!({"rooms": [], "memberships": []}));
}

#[tokio::test]
async fn every_response_has_rooms_without_members_and_counts() {
    let wire = Wire::with_lobby().await;
    wire.send_text("alice", "lobby", "hello").await;
    let mine = wire.user("alice").get("chatkit/v7/users/alice/rooms").await.json(200);
    let one = wire.user("alice").get("chatkit/v7/rooms/lobby").await.json(200);
    let all = wire.su().get("chatkit/v7/rooms").await.json(200);
    for room in [&mine[0], &one, &all[0]] {
        assert!(room["id"] == "lobby" && has_no_members_or_counts(room), "{room}");
    }
}

#[tokio::test]
async fn joinable_rooms_have_a_path_instead_of_a_query() {
    let wire = Wire::with_lobby().await;
    // Version 7 ignores the query of earlier versions.
    let rooms = wire.user("carol").get("chatkit/v7/users/carol/rooms?joinable=true").await.json(200);
    assert_eq!(rooms, json!([]));
    assert_eq!(wire.user("carol").get("chatkit/v6/users/carol/joinable_rooms").await.status, 404);
}
