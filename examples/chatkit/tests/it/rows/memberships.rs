//! The memberships topic, up to version 6 (`PROTOCOL.md` §8).

use http::Method;
use pusher_platform::error_types::{ROOM_MEMBERSHIP_REQUIRED, ROOM_NOT_FOUND};
use serde_json::json;

use crate::wire::Wire;

const OLDER: [&str; 2] = ["v2", "v6"];

#[tokio::test]
async fn the_topic_reports_the_members_and_their_changes() {
    for version in OLDER {
        let wire = Wire::with_lobby().await;
        let mut events = wire.user("alice").follow(&format!("chatkit/{version}/rooms/lobby/memberships")).await;
        assert_eq!(events.data("initial_state").await, json!({"user_ids": ["alice", "bob"]}));
        let carol = json!({"user_id": "carol"});
        wire.user("carol").bare(Method::POST, "chatkit/v7/users/carol/rooms/lobby/join").await.json(200);
        assert_eq!(events.data("user_joined").await, carol);
        wire.user("carol").bare(Method::POST, "chatkit/v6/users/carol/rooms/lobby/leave").await.empty(204);
        assert_eq!(events.data("user_left").await, carol);
        let both = json!({"user_ids": ["bob", "carol"]});
        wire.user("alice").put("chatkit/v6/rooms/lobby/users/add", &both).await.empty(204);
        assert_eq!(events.data("user_joined").await, carol);
        wire.user("alice").put("chatkit/v6/rooms/lobby/users/remove", &both).await.empty(204);
        assert_eq!(events.data("user_left").await, json!({"user_id": "bob"}));
        assert_eq!(events.data("user_left").await, carol);
        events.expect_no_line().await;
    }
}

#[tokio::test]
async fn a_deleted_user_leaves_the_room() {
    let wire = Wire::with_lobby().await;
    let mut events = wire.user("alice").follow("chatkit/v6/rooms/lobby/memberships").await;
    events.data("initial_state").await;
    wire.su().delete("chatkit/v6/users/bob").await.empty(204);
    assert_eq!(events.data("user_left").await, json!({"user_id": "bob"}));
}

#[tokio::test]
async fn the_topic_ends_for_a_leaving_member_and_with_the_room() {
    for version in OLDER {
        let wire = Wire::with_lobby().await;
        let path = format!("chatkit/{version}/rooms/lobby/memberships");
        wire.user("carol").follow_rejected(&path).await.refused(401, ROOM_MEMBERSHIP_REQUIRED);
        let (mut alice, mut bob) = (wire.user("alice").follow(&path).await, wire.user("bob").follow(&path).await);
        alice.data("initial_state").await;
        bob.data("initial_state").await;
        wire.user("bob").bare(Method::POST, "chatkit/v6/users/bob/rooms/lobby/leave").await.empty(204);
        assert_eq!(bob.end().await, (401, ROOM_MEMBERSHIP_REQUIRED.to_owned()));
        alice.data("user_left").await;
        wire.su().delete("chatkit/v6/rooms/lobby").await.empty(204);
        assert_eq!(alice.end().await, (404, ROOM_NOT_FOUND.to_owned()));
    }
}
