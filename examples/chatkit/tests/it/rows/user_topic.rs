//! The user topic up to version 6 (`PROTOCOL.md` §8).

use http::Method;
use serde_json::{Value, json};

use crate::wire::{FIRST, SECOND, Wire};

const OLDER: [&str; 2] = ["v2", "v6"];

/// Returns the lobby as a member sees it.
fn lobby(members: &[&str], unread: u64) -> Value {
    json!({
        "id": "lobby", "name": "Lobby", "created_by_id": "alice", "private": false, "member_user_ids": members,
        "unread_count": unread, "created_at": FIRST, "updated_at": FIRST,
    })
}

#[tokio::test]
async fn the_initial_state_has_the_user_rooms_and_cursors() {
    for version in OLDER {
        let wire = Wire::with_lobby().await;
        let cursor = "chatkit_cursors/v2/cursors/0/rooms/lobby/users/bob";
        let id = wire.send_text("alice", "lobby", "a").await;
        wire.pass_seconds(1);
        wire.send_text("alice", "lobby", "b").await;
        wire.user("bob").put(cursor, &json!({ "position": id })).await.json(201);
        let mut events = wire.user("bob").follow(&format!("chatkit/{version}/users")).await;
        let mut room = lobby(&["alice", "bob"], 1);
        room["last_message_at"] = json!(SECOND);
        assert_eq!(
            events.data("initial_state").await,
            json!({
                "current_user": {"id": "bob", "name": "bob", "created_at": FIRST, "updated_at": FIRST},
                "rooms": [room],
                "cursors": [
                    {"cursor_type": 0, "room_id": "lobby", "user_id": "bob", "position": id, "updated_at": SECOND},
                ],
            })
        );
        events.expect_no_line().await;
        let mut events = wire.user("carol").follow(&format!("chatkit/{version}/users")).await;
        let state = events.data("initial_state").await;
        assert_eq!((&state["rooms"], &state["cursors"]), (&json!([]), &json!([])));
    }
}

#[tokio::test]
async fn events_have_a_timestamp() {
    let wire = Wire::with_lobby().await;
    let mut events = wire.user("carol").follow("chatkit/v6/users").await;
    assert_eq!(events.body().await["timestamp"], FIRST);
    wire.pass_seconds(1);
    wire.user("carol").bare(Method::POST, "chatkit/v6/users/carol/rooms/lobby/join").await.json(200);
    assert_eq!(events.body().await["timestamp"], SECOND);
}

#[tokio::test]
async fn creating_a_room_sends_added_to_room_to_all_members_and_the_creator() {
    for version in OLDER {
        let wire = Wire::with_users(&["alice", "bob", "carol"]).await;
        let mut followers = Vec::new();
        for user in ["alice", "bob", "carol"] {
            let mut events = wire.user(user).follow(&format!("chatkit/{version}/users")).await;
            events.data("initial_state").await;
            followers.push(events);
        }
        let room = json!({"id": "lobby", "name": "Lobby", "private": false, "user_ids": ["bob"]});
        wire.user("alice").post("chatkit/v7/rooms", &room).await.json(201);
        for events in &mut followers[..2] {
            assert_eq!(events.data("added_to_room").await, json!({"room": lobby(&["alice", "bob"], 0)}));
            events.expect_no_line().await;
        }
        followers[2].expect_no_line().await;
    }
}

#[tokio::test]
async fn every_membership_change_sends_added_to_room_or_removed_from_room() {
    for version in OLDER {
        let wire = Wire::with_lobby().await;
        wire.send_text("alice", "lobby", "hello").await;
        let mut carol = wire.user("carol").follow(&format!("chatkit/{version}/users")).await;
        carol.data("initial_state").await;
        let (room, carol_alone) = ("chatkit/v6/rooms/lobby/users", json!({"user_ids": ["carol"]}));
        let mut added = lobby(&["alice", "bob", "carol"], 1);
        added["last_message_at"] = json!(FIRST);
        wire.user("carol").bare(Method::POST, "chatkit/v6/users/carol/rooms/lobby/join").await.json(200);
        assert_eq!(carol.data("added_to_room").await, json!({ "room": added }));
        wire.user("carol").bare(Method::POST, "chatkit/v6/users/carol/rooms/lobby/leave").await.empty(204);
        assert_eq!(carol.data("removed_from_room").await, json!({"room_id": "lobby"}));
        wire.user("alice").put(&format!("{room}/add"), &carol_alone).await.empty(204);
        assert_eq!(carol.data("added_to_room").await, json!({ "room": added }));
        wire.user("alice").put(&format!("{room}/remove"), &carol_alone).await.empty(204);
        assert_eq!(carol.data("removed_from_room").await, json!({"room_id": "lobby"}));
        carol.expect_no_line().await;
    }
}

#[tokio::test]
async fn a_change_sends_room_updated_with_the_whole_room_to_every_member() {
    for version in OLDER {
        let wire = Wire::with_lobby().await;
        wire.send_text("alice", "lobby", "hello").await;
        let mut bob = wire.user("bob").follow(&format!("chatkit/{version}/users")).await;
        let mut carol = wire.user("carol").follow(&format!("chatkit/{version}/users")).await;
        bob.data("initial_state").await;
        carol.data("initial_state").await;
        wire.pass_seconds(1);
        let change = json!({"name": "Hall", "custom_data": {"a": 1}});
        wire.su().put("chatkit/v7/rooms/lobby", &change).await.empty(204);
        let mut room = lobby(&["alice", "bob"], 1);
        for (key, value) in [
            ("name", json!("Hall")),
            ("custom_data", json!({"a": 1})),
            ("last_message_at", json!(FIRST)),
            ("updated_at", json!(SECOND)),
        ] {
            room[key] = value;
        }
        assert_eq!(bob.data("room_updated").await, json!({ "room": room }));
        carol.expect_no_line().await;
    }
}

#[tokio::test]
async fn a_message_sends_room_updated_to_every_member() {
    for version in OLDER {
        let wire = Wire::with_lobby().await;
        let mut followers = Vec::new();
        for user in ["alice", "bob"] {
            let mut events = wire.user(user).follow(&format!("chatkit/{version}/users")).await;
            events.data("initial_state").await;
            followers.push(events);
        }
        wire.user("alice").post("chatkit/v2/rooms/lobby/messages", &json!({"text": "hello"})).await.json(201);
        let mut room = lobby(&["alice", "bob"], 1);
        room["last_message_at"] = json!(FIRST);
        for events in &mut followers {
            assert_eq!(events.data("room_updated").await, json!({ "room": room }));
            events.expect_no_line().await;
        }
    }
}

#[tokio::test]
async fn setting_a_cursor_sends_new_cursor_and_room_updated_to_its_owner() {
    for version in OLDER {
        let wire = Wire::with_lobby().await;
        let id = wire.send_text("alice", "lobby", "hello").await;
        let (mut alice, mut device, mut bob) = (
            wire.user("alice").follow(&format!("chatkit/{version}/users")).await,
            wire.user("alice").follow(&format!("chatkit/{version}/users")).await,
            wire.user("bob").follow(&format!("chatkit/{version}/users")).await,
        );
        for events in [&mut alice, &mut device, &mut bob] {
            events.data("initial_state").await;
        }
        let path = "chatkit_cursors/v2/cursors/0/rooms/lobby/users/alice";
        wire.user("alice").put(path, &json!({ "position": id })).await.json(201);
        for events in [&mut alice, &mut device] {
            let mut names = Vec::new();
            for _ in 0..2 {
                let body = events.body().await;
                match body["event_name"].as_str().unwrap() {
                    "new_cursor" => assert_eq!(
                        body["data"],
                        json!({
                            "cursor_type": 0, "room_id": "lobby", "user_id": "alice", "position": id, "updated_at": FIRST,
                        })
                    ),
                    name => assert_eq!((name, &body["data"]["room"]["unread_count"]), ("room_updated", &json!(0))),
                }
                names.push(body["event_name"].clone());
            }
            assert_ne!(names[0], names[1]);
            events.expect_no_line().await;
        }
        // The topic does not report cursors of other users.
        bob.expect_no_line().await;
        // It reports the user's cursors in rooms without the user too.
        let elsewhere = "chatkit_cursors/v2/cursors/0/rooms/elsewhere/users/alice";
        wire.user("alice").put(elsewhere, &json!({"position": 1})).await.json(201);
        assert_eq!(alice.data("new_cursor").await["room_id"], "elsewhere");
        alice.expect_no_line().await;
    }
}

#[tokio::test]
async fn deleting_a_room_sends_room_deleted_and_no_removed_from_room() {
    for version in OLDER {
        let wire = Wire::with_lobby().await;
        let mut bob = wire.user("bob").follow(&format!("chatkit/{version}/users")).await;
        bob.data("initial_state").await;
        wire.su().delete("chatkit/v2/rooms/lobby").await.empty(204);
        assert_eq!(bob.data("room_deleted").await, json!({"room_id": "lobby"}));
        bob.expect_no_line().await;
    }
}

#[tokio::test]
async fn deleting_a_message_sends_room_updated_to_members_whose_counts_change() {
    let wire = Wire::with_lobby().await;
    let id = wire.send_text("alice", "lobby", "hello").await;
    let mut bob = wire.user("bob").follow("chatkit/v6/users").await;
    bob.data("initial_state").await;
    wire.su().delete(&format!("chatkit/v6/rooms/lobby/messages/{id}")).await.empty(204);
    assert_eq!(bob.data("room_updated").await["room"], lobby(&["alice", "bob"], 0));
    bob.expect_no_line().await;
}

#[tokio::test]
async fn the_topic_of_a_deleted_user_ends() {
    let wire = Wire::with_lobby().await;
    let mut bob = wire.user("bob").follow("chatkit/v6/users").await;
    bob.data("initial_state").await;
    wire.su().delete("chatkit/v6/users/bob").await.empty(204);
    assert_eq!(bob.data("removed_from_room").await, json!({"room_id": "lobby"}));
    assert_eq!(bob.end().await, (404, pusher_platform::error_types::USER_NOT_FOUND.to_owned()));
}

#[tokio::test]
async fn the_topic_starts_with_initial_state_after_any_last_event() {
    let wire = Wire::with_lobby().await;
    let mut events = wire.user("bob").follow("chatkit/v6/users").await;
    let (id, _) = events.event().await;
    let mut events = wire.user("bob").follow_after("chatkit/v6/users", Some(&id)).await;
    events.data("initial_state").await;
}
