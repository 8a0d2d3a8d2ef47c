//! `chatkit_cursors` (`PROTOCOL.md` §7): setting and reading cursors.

use pusher_platform::error_types::USER_NOT_FOUND;
use serde_json::{Value, json};

use crate::wire::{FIRST, SECOND, Wire};

const ALICE_IN_LOBBY: &str = "chatkit_cursors/v2/cursors/0/rooms/lobby/users/alice";

#[tokio::test]
async fn put_cursor_returns_an_empty_object_and_get_cursor_the_cursor() {
    let wire = Wire::with_lobby().await;
    assert_eq!(wire.user("alice").get(ALICE_IN_LOBBY).await.json(200), Value::Null);
    assert_eq!(wire.user("alice").put(ALICE_IN_LOBBY, &json!({"position": 7})).await.json(201), json!({}));
    wire.pass_seconds(1);
    let cursor = |position: i64, at: &str| json!({"cursor_type": 0, "room_id": "lobby", "user_id": "alice", "position": position, "updated_at": at});
    // `cursors:read:get` applies to the cursors of all users.
    assert_eq!(wire.user("bob").get(ALICE_IN_LOBBY).await.json(200), cursor(7, FIRST));
    wire.su().put(ALICE_IN_LOBBY, &json!({"position": 3})).await.json(201);
    assert_eq!(wire.user("bob").get(ALICE_IN_LOBBY).await.json(200), cursor(3, SECOND));
}

#[tokio::test]
async fn a_cursor_requires_neither_room_nor_message() {
    let wire = Wire::with_users(&["alice"]).await;
    let path = "chatkit_cursors/v2/cursors/0/rooms/nowhere/users/alice";
    for position in [0, -1, 12_345_678_901, i64::MAX, i64::MIN] {
        wire.user("alice").put(path, &json!({ "position": position })).await.json(201);
        assert_eq!(wire.user("alice").get(path).await.json(200)["position"], json!(position));
    }
    let nobody = "chatkit_cursors/v2/cursors/0/rooms/nowhere/users/nobody";
    wire.su().put(nobody, &json!({"position": 1})).await.refused(404, USER_NOT_FOUND);
    wire.su().get(nobody).await.refused(404, USER_NOT_FOUND);
}

#[tokio::test]
async fn a_position_other_than_an_integer_is_a_bad_request() {
    let wire = Wire::with_lobby().await;
    for position in [json!("7"), json!(1.5), json!(null), json!([1]), json!(true), json!({})] {
        let answer = wire.user("alice").put(ALICE_IN_LOBBY, &json!({ "position": position })).await;
        assert_eq!(answer.status, 400, "{position}: {}", answer.shown());
        answer.error();
    }
    assert_eq!(wire.user("alice").put(ALICE_IN_LOBBY, &json!({})).await.status, 400);
    assert_eq!(wire.user("alice").get(ALICE_IN_LOBBY).await.json(200), Value::Null);
}

#[tokio::test]
async fn cursors_of_other_types_are_not_found() {
    let wire = Wire::with_lobby().await;
    let path = "chatkit_cursors/v2/cursors/1/rooms/lobby/users/alice";
    wire.user("alice").get(path).await.refused(404, "services/chatkit_authorizer/authorization/unknown_request_path");
}

#[tokio::test]
async fn get_cursors_of_a_user_and_of_a_room_list_them() {
    let wire = Wire::with_lobby().await;
    let set = async |user: &str, room: &str, position: i64| {
        let path = format!("chatkit_cursors/v2/cursors/0/rooms/{room}/users/{user}");
        wire.user(user).put(&path, &json!({ "position": position })).await.json(201);
    };
    for path in ["chatkit_cursors/v2/cursors/0/users/alice", "chatkit_cursors/v2/cursors/0/rooms/lobby"] {
        assert_eq!(wire.user("alice").get(path).await.json(200), json!([]));
    }
    for (user, room, position) in
        [("alice", "lobby", 1), ("alice", "den", 2), ("bob", "lobby", 3), ("alice", "lobby", 4)]
    {
        set(user, room, position).await;
    }
    let cursor = |user: &str, room: &str, position: i64| json!({"cursor_type": 0, "room_id": room, "user_id": user, "position": position, "updated_at": FIRST});
    let mine = wire.user("alice").get("chatkit_cursors/v2/cursors/0/users/alice").await.json(200);
    assert_eq!(mine, json!([cursor("alice", "den", 2), cursor("alice", "lobby", 4)]));
    let here = wire.user("carol").get("chatkit_cursors/v2/cursors/0/rooms/lobby").await.json(200);
    assert_eq!(here, json!([cursor("alice", "lobby", 4), cursor("bob", "lobby", 3)]));
    assert_eq!(wire.su().get("chatkit_cursors/v2/cursors/0/rooms/x").await.json(200), json!([]));
    wire.su().get("chatkit_cursors/v2/cursors/0/users/nobody").await.refused(404, USER_NOT_FOUND);
}
