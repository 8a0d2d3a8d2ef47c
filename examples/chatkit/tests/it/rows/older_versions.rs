//! The versions that are served by the trait of a later version (`PROTOCOL.md` §10).

use http::Method;
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
    for version in ["v1", "v2", "v3", "v4"] {
        let id = wire.send_text("alice", "lobby", "x").await;
        wire.su().delete(&format!("chatkit/{version}/messages/{id}")).await.empty(204);
    }
    assert_eq!(wire.user("bob").get("chatkit/v6/rooms/lobby/messages").await.json(200), json!([]));
    // From version 5 on, the path contains the room.
    let id = wire.send_text("alice", "lobby", "x").await;
    assert_eq!(wire.su().delete(&format!("chatkit/v6/messages/{id}")).await.status, 404);
    wire.su().delete(&format!("chatkit/v5/rooms/lobby/messages/{id}")).await.empty(204);
}

/// A recorded response of version 4 to a new room has neither.
#[tokio::test]
async fn versions_3_to_5_create_rooms_without_counts() {
    let wire = Wire::with_users(&["alice", "bob"]).await;
    for version in ["v3", "v4", "v5"] {
        let room = json!({"name": "room_name", "private": true, "user_ids": ["bob"]});
        let created = wire.su_as("alice").post(&format!("chatkit/{version}//rooms/?"), &room).await.json(201);
        let members = ["created_at", "created_by_id", "id", "member_user_ids", "name", "private", "updated_at"];
        assert_eq!(crate::wire::members(&created), members.into(), "{version}");
    }
}

#[tokio::test]
async fn version_4_introduced_unread_counts() {
    let wire = Wire::with_lobby().await;
    for (version, counted) in [("v1", false), ("v2", false), ("v3", false), ("v4", true), ("v5", true)] {
        let rooms = wire.user("bob").get(&format!("chatkit/{version}/users/bob/rooms")).await.json(200);
        let joined = format!("chatkit/{version}/users/bob/rooms/lobby/join");
        let joined = wire.user("bob").bare(Method::POST, &joined).await.json(200);
        for room in [&rooms[0], &joined] {
            assert_eq!(room.get("unread_count").is_some(), counted, "{version}: {room}");
        }
    }
}

/// Every request of pusher-chatkit-server-java, with the tokens that it signs: a superuser whose subject is a user, by
/// default `1`, who need not exist.
#[tokio::test]
async fn version_1_answers_every_request_of_the_java_sdk() {
    let wire = Wire::new();
    let (server, ann) = (wire.su_as("1"), wire.su_as("ann"));
    let (users, rooms) = ("chatkit/v1/users", "chatkit/v1/rooms");
    assert_eq!(server.post(users, &json!({"id": "ann", "name": "Ann"})).await.json(201)["id"], "ann");
    server.post(users, &json!({"id": "bob", "name": "Bob"})).await.json(201);
    ann.put("chatkit/v1/users/ann", &json!({"name": "Anna"})).await.empty(204);
    assert_eq!(server.get("chatkit/v1/users/ann").await.json(200)["name"], "Anna");
    assert_eq!(server.get(users).await.json(200).as_array().unwrap().len(), 2);
    let by_ids = server.get("chatkit/v1/users_by_ids?user_ids=ann,bob").await.json(200);
    assert_eq!(by_ids.as_array().unwrap().len(), 2);
    let room = ann.post(rooms, &json!({"name": "Lobby", "creator_id": "ann"})).await.json(201);
    let id = room["id"].as_str().unwrap();
    assert_eq!(server.get(rooms).await.json(200)[0]["id"], id);
    assert_eq!(ann.get("chatkit/v1/users/ann/rooms").await.json(200)[0]["id"], id);
    assert_eq!(wire.su_as("bob").get("chatkit/v1/users/bob/rooms?joinable=true").await.json(200)[0]["id"], id);
    let sent = wire.user("ann").post(&format!("{rooms}/{id}/messages"), &json!({"text": "hello"})).await.json(201);
    assert_eq!(ann.get(&format!("{rooms}/{id}/messages")).await.json(200)[0]["text"], "hello");
    // It sends a content type without a body.
    let mut deletion = server.request(Method::DELETE, &format!("chatkit/v1/messages/{}", sent["message_id"]), "");
    deletion.headers_mut().insert("content-type", "application/json".parse().unwrap());
    assert_eq!(server.raw(deletion).await.status(), 204);
    server.delete(&format!("{rooms}/{id}")).await.empty(204);
    server.delete("chatkit/v1/users/ann").await.empty(204);
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
    for version in ["v1", "v2", "v3", "v4", "v5", "v6", "v7"] {
        let wire = Wire::with_lobby().await;
        wire.su().delete(&format!("chatkit/{version}/resources")).await.empty(204);
        assert_eq!(wire.su().get("chatkit/v6/users").await.json(200), json!([]));
    }
}
