//! The versions that are served by the trait of a later version (`PROTOCOL.md` §10).

use serde_json::json;

use crate::wire::Wire;

#[tokio::test]
async fn versions_3_to_5_have_messages_of_parts() {
    let wire = Wire::with_lobby().await;
    for version in ["v3", "v4", "v5"] {
        let path = format!("chatkit/{version}/rooms/lobby/messages");
        let message = json!({"parts": [{"type": "text/plain", "content": version}]});
        let sent = wire.user("alice").post(&path, &message).await.json(201);
        let messages = wire.user("bob").get(&path).await.json(200);
        assert_eq!((&messages[0]["id"], &messages[0]["parts"]), (&sent["message_id"], &message["parts"]));
    }
}

#[tokio::test]
async fn up_to_version_4_a_message_is_deleted_without_its_room() {
    let wire = Wire::with_lobby().await;
    for version in ["v2", "v3", "v4"] {
        let id = wire.send_text("alice", "lobby", "x").await;
        wire.su().delete(&format!("chatkit/{version}/messages/{id}")).await.empty(204);
    }
    assert_eq!(wire.user("bob").get("chatkit/v6/rooms/lobby/messages").await.json(200), json!([]));
    // From version 5 on, the path contains the room.
    let id = wire.send_text("alice", "lobby", "x").await;
    assert_eq!(wire.su().delete(&format!("chatkit/v6/messages/{id}")).await.status, 404);
    wire.su().delete(&format!("chatkit/v5/rooms/lobby/messages/{id}")).await.empty(204);
}

#[tokio::test]
async fn version_1_of_the_authorizer_equals_version_2() {
    let wire = Wire::with_lobby().await;
    let (old, new) = (
        wire.su().get("chatkit_authorizer/v1/roles").await.json(200),
        wire.su().get("chatkit_authorizer/v2/roles").await.json(200),
    );
    assert_eq!(old, new);
}

#[tokio::test]
async fn every_version_can_delete_all_resources() {
    for version in ["v2", "v3", "v4", "v5", "v6", "v7"] {
        let wire = Wire::with_lobby().await;
        wire.su().delete(&format!("chatkit/{version}/resources")).await.empty(204);
        assert_eq!(wire.su().get("chatkit/v6/users").await.json(200), json!([]));
    }
}
