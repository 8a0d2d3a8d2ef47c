//! Rooms (`PROTOCOL.md` §7): version 6, and version 2 without counts.

use std::collections::BTreeSet;

use pusher_platform::error_types::{
    BAD_REQUEST_VALIDATION_FAILED, DUPLICATE_ROOM_ID, INVALID_TOKEN_SUBJECT, ROOM_NOT_FOUND, USERS_NOT_FOUND,
};
use serde_json::{Value, json};

use crate::wire::{FIRST, SECOND, VERSIONS, Wire};

/// Returns the room in the response to creating a room.
fn room_of(version: &str, answer: &Value) -> Value {
    if version == "v7" { answer["room"].clone() } else { answer.clone() }
}

fn members_of(version: &str, answer: &Value) -> Value {
    if version == "v7" { answer["membership"]["user_ids"].clone() } else { answer["member_user_ids"].clone() }
}

#[tokio::test]
async fn post_rooms_returns_the_room_with_its_members() {
    for version in ["v2", "v6"] {
        let wire = Wire::with_users(&["alice", "bob"]).await;
        let sent = json!({
            "id": "den", "name": "Den", "private": true, "user_ids": ["bob"], "custom_data": {"a": 1},
            "push_notification_title_override": "Psst", "created_by_id": "alice",
        });
        let made = wire.user("alice").post(&format!("chatkit/{version}/rooms"), &sent).await.json(201);
        let mut expected = json!({
            "id": "den", "name": "Den", "created_by_id": "alice", "private": true, "custom_data": {"a": 1},
            "push_notification_title_override": "Psst", "member_user_ids": ["alice", "bob"],
            "created_at": FIRST, "updated_at": FIRST,
        });
        if version == "v6" {
            expected["unread_count"] = json!(0);
        }
        assert_eq!(made, expected);
    }
}

#[tokio::test]
async fn a_room_without_an_id_gets_a_uuid() {
    for version in ["v6", "v7"] {
        for id in generated_ids(version).await {
            assert!(uuid::Uuid::parse_str(&id).is_ok(), "{version}: {id}");
        }
    }
}

#[tokio::test]
async fn before_version_6_a_room_without_an_id_gets_a_number() {
    for version in ["v1", "v2", "v3", "v4", "v5"] {
        for id in generated_ids(version).await {
            let number: i32 = id.parse().unwrap_or_else(|_| panic!("{version}: {id} fits in 31 bits"));
            assert!(number >= 0 && number.to_string() == id, "{version}: {id}");
        }
    }
}

/// Creates three rooms without an id, and returns their ids.
async fn generated_ids(version: &str) -> BTreeSet<String> {
    let wire = Wire::with_users(&["alice"]).await;
    let path = format!("chatkit/{version}/rooms");
    let mut ids = BTreeSet::new();
    for _ in 0..3 {
        let made = wire.user("alice").post(&path, &json!({"name": "n", "private": false})).await.json(201);
        let id = room_of(version, &made)["id"].as_str().unwrap().to_owned();
        wire.user("alice").get(&format!("{path}/{id}")).await.json(200);
        assert!(ids.insert(id));
    }
    ids
}

#[tokio::test]
async fn the_creator_is_the_subject_and_must_agree_with_the_body() {
    for version in VERSIONS {
        let wire = Wire::with_users(&["alice", "bob"]).await;
        let path = format!("chatkit/{version}/rooms");
        let room = |id: &str, creator: &str| json!({"id": id, "name": "n", "private": false, "created_by_id": creator});
        let made = wire.user("alice").post(&path, &room("a", "alice")).await.json(201);
        assert_eq!(
            (room_of(version, &made)["created_by_id"].as_str(), members_of(version, &made)),
            (Some("alice"), json!(["alice"]))
        );
        wire.user("alice").post(&path, &room("b", "bob")).await.refused(400, BAD_REQUEST_VALIDATION_FAILED);
        wire.su_as("bob").post(&path, &room("c", "bob")).await.json(201);
        // A superuser without a subject names the creator in the body.
        wire.su().post(&path, &room("d", "bob")).await.json(201);
        let nobody = json!({"id": "e", "name": "n", "private": false});
        wire.su().post(&path, &nobody).await.refused(401, INVALID_TOKEN_SUBJECT);
        wire.su().get("chatkit/v6/rooms/b").await.refused(404, ROOM_NOT_FOUND);
    }
}

#[tokio::test]
async fn a_room_with_unknown_members_is_rejected() {
    for version in VERSIONS {
        let wire = Wire::with_users(&["alice"]).await;
        let path = format!("chatkit/{version}/rooms");
        let room = json!({"id": "a", "name": "n", "private": false, "user_ids": ["x", "y", "alice"]});
        let why = wire.user("alice").post(&path, &room).await.refused(400, USERS_NOT_FOUND);
        // The description contains both numbers.
        assert!(why.contains("2 out of 3"), "{why}");
        let room = json!({"id": "a", "name": "n", "private": false});
        wire.su_as("nobody").post(&path, &room).await.refused(400, USERS_NOT_FOUND);
        wire.su().get("chatkit/v6/rooms/a").await.refused(404, ROOM_NOT_FOUND);
    }
}

#[tokio::test]
async fn a_duplicate_room_id_is_rejected() {
    for version in VERSIONS {
        let wire = Wire::with_lobby().await;
        let again = json!({"id": "lobby", "name": "Mine", "private": false});
        wire.user("carol").post(&format!("chatkit/{version}/rooms"), &again).await.refused(400, DUPLICATE_ROOM_ID);
        assert_eq!(wire.su().get("chatkit/v6/rooms/lobby").await.json(200)["created_by_id"], "alice");
    }
}

#[tokio::test]
async fn get_rooms_lists_rooms_in_the_order_of_ids_without_members() {
    for version in VERSIONS {
        let wire = Wire::with_users(&["alice"]).await;
        for (id, private) in [("b", false), ("a", false), ("c", true), ("d", false)] {
            let room = json!({"id": id, "name": id, "private": private});
            wire.user("alice").post("chatkit/v6/rooms", &room).await.json(201);
        }
        for (query, expected) in [
            ("", vec!["a", "b", "d"]),
            ("?include_private=false", vec!["a", "b", "d"]),
            ("?include_private=true", vec!["a", "b", "c", "d"]),
            ("?include_private=true&from_id=b", vec!["c", "d"]),
            ("?from_id=bb", vec!["d"]),
            ("?from_id=d", vec![]),
        ] {
            let rooms = wire.su().get(&format!("chatkit/{version}/rooms{query}")).await.json(200);
            let ids: Vec<&str> = rooms.as_array().unwrap().iter().map(|room| room["id"].as_str().unwrap()).collect();
            assert_eq!(ids, expected, "{version}{query}");
            // Null up to version 6, as node's getRooms showed it. Version 7 has members beside its rooms.
            let null = (version != "v7").then_some(&Value::Null);
            assert!(rooms.as_array().unwrap().iter().all(|room| room.get("member_user_ids") == null));
        }
    }
}

#[tokio::test]
async fn a_page_of_rooms_has_at_most_a_hundred() {
    let wire = Wire::with_users(&["alice"]).await;
    for number in 0..103 {
        let room = json!({"id": format!("{number:03}"), "name": "n", "private": false});
        wire.user("alice").post("chatkit/v6/rooms", &room).await.json(201);
    }
    let first = wire.su().get("chatkit/v6/rooms").await.json(200);
    let last = first[99]["id"].as_str().unwrap();
    assert_eq!((first.as_array().unwrap().len(), last), (100, "099"));
    let rest = wire.su().get(&format!("chatkit/v6/rooms?from_id={last}")).await.json(200);
    assert_eq!(rest.as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn get_room_returns_the_room_with_its_members() {
    for version in ["v2", "v6"] {
        let wire = Wire::with_lobby().await;
        // `room:get` does not require membership.
        let found = wire.user("carol").get(&format!("chatkit/{version}/rooms/lobby")).await.json(200);
        assert_eq!(
            found,
            json!({
                "id": "lobby", "name": "Lobby", "created_by_id": "alice", "private": false,
                "member_user_ids": ["alice", "bob"], "created_at": FIRST, "updated_at": FIRST,
            })
        );
        wire.user("carol").get(&format!("chatkit/{version}/rooms/nowhere")).await.refused(404, ROOM_NOT_FOUND);
    }
}

#[tokio::test]
async fn put_room_keeps_absent_fields() {
    for version in VERSIONS {
        let wire = Wire::with_lobby().await;
        wire.change_default(&json!({"add_permissions": ["room:update"]})).await;
        wire.pass_seconds(1);
        let path = format!("chatkit/{version}/rooms/lobby");
        let mut expected = json!({
            "id": "lobby", "name": "Lobby", "created_by_id": "alice", "private": false,
            "member_user_ids": ["alice", "bob"], "created_at": FIRST, "updated_at": SECOND,
        });
        for (change, key, value) in [
            (json!({"name": "Hall"}), "name", json!("Hall")),
            (json!({"private": true}), "private", json!(true)),
            (json!({"custom_data": {"a": 1, "b": 1}}), "custom_data", json!({"a": 1, "b": 1})),
            (json!({"custom_data": {"b": 2}}), "custom_data", json!({"b": 2})),
            (json!({"push_notification_title_override": "T"}), "push_notification_title_override", json!("T")),
            (json!({}), "name", json!("Hall")),
        ] {
            wire.user("bob").put(&path, &change).await.empty(204);
            expected[key] = value;
            assert_eq!(wire.su().get("chatkit/v6/rooms/lobby").await.json(200), expected, "{change}");
        }
        // Null removes the override.
        let change = json!({"push_notification_title_override": null});
        wire.user("bob").put(&path, &change).await.empty(204);
        expected.as_object_mut().unwrap().remove("push_notification_title_override");
        assert_eq!(wire.su().get("chatkit/v6/rooms/lobby").await.json(200), expected);
    }
}

#[tokio::test]
async fn delete_room_deletes_its_contents() {
    for version in VERSIONS {
        let wire = Wire::with_lobby().await;
        wire.change_default(&json!({"add_permissions": ["room:delete"]})).await;
        wire.send_text("alice", "lobby", "hello").await;
        let cursor = "chatkit_cursors/v2/cursors/0/rooms/lobby/users/alice";
        wire.user("alice").put(cursor, &json!({"position": 1})).await.json(201);
        wire.user("bob").delete(&format!("chatkit/{version}/rooms/lobby")).await.empty(204);
        wire.su().delete(&format!("chatkit/{version}/rooms/lobby")).await.refused(404, ROOM_NOT_FOUND);
        assert_eq!(wire.user("alice").get("chatkit/v6/users/alice/rooms").await.json(200), json!([]));
        // The id is free, and a new room with this id is empty.
        let room = json!({"id": "lobby", "name": "New", "private": false});
        wire.user("carol").post("chatkit/v6/rooms", &room).await.json(201);
        assert_eq!(wire.user("carol").get("chatkit/v6/rooms/lobby/messages").await.json(200), json!([]));
        assert_eq!(wire.user("alice").get(cursor).await.json(200), Value::Null);
    }
}

#[tokio::test]
async fn put_users_add_and_remove_change_the_members_and_can_be_repeated() {
    for version in VERSIONS {
        let wire = Wire::with_lobby().await;
        let room = format!("chatkit/{version}/rooms/lobby");
        let both = json!({"user_ids": ["carol", "bob"]});
        let members = async || wire.su().get("chatkit/v6/rooms/lobby").await.json(200)["member_user_ids"].clone();
        for _ in 0..2 {
            wire.user("alice").put(&format!("{room}/users/add"), &both).await.empty(204);
            assert_eq!(members().await, json!(["alice", "bob", "carol"]));
        }
        for _ in 0..2 {
            wire.user("alice").put(&format!("{room}/users/remove"), &both).await.empty(204);
            assert_eq!(members().await, json!(["alice"]));
        }
        let unknown = json!({"user_ids": ["x", "bob"]});
        let why = wire.user("alice").put(&format!("{room}/users/add"), &unknown).await.refused(400, USERS_NOT_FOUND);
        assert!(why.contains("1 out of 2"), "{why}");
        wire.user("alice").put(&format!("{room}/users/remove"), &unknown).await.empty(204);
        assert_eq!(members().await, json!(["alice"]));
    }
}

#[tokio::test]
async fn post_typing_indicators_sends_is_typing_to_the_room() {
    for version in VERSIONS {
        let wire = Wire::with_lobby().await;
        let mut events = wire.user("bob").follow(&format!("chatkit/{version}/rooms/lobby")).await;
        let path = format!("chatkit/{version}/rooms/lobby/typing_indicators");
        wire.user("alice").bare(http::Method::POST, &path).await.empty(204);
        assert_eq!(events.data("is_typing").await, json!({"user_id": "alice"}));
    }
}
