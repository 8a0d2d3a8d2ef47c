//! `DELETE /resources` (`PROTOCOL.md` §7).

use pusher_platform::error_types::{ROLE_NOT_FOUND, ROOM_NOT_FOUND};
use serde_json::json;

use crate::wire::{VERSIONS, Wire};

#[tokio::test]
async fn delete_resources_deletes_everything_in_the_instance() {
    for version in VERSIONS {
        let wire = Wire::with_lobby().await;
        let role = json!({"name": "guard", "scope": "room", "permissions": []});
        wire.su().post("chatkit_authorizer/v2/roles", &role).await.empty(201);
        wire.change_default(&json!({"remove_permissions": ["room:get"]})).await;
        let id = wire.send_text("alice", "lobby", "hello").await;
        let mut events = wire.user("alice").follow("chatkit/v6/users").await;
        events.data("initial_state").await;
        wire.su().delete(&format!("chatkit/{version}/resources")).await.empty(204);
        assert_eq!(events.end().await.0, 404);
        assert_eq!(wire.su().get("chatkit/v6/users").await.json(200), json!([]));
        assert_eq!(wire.su().get("chatkit/v6/rooms?include_private=true").await.json(200), json!([]));
        wire.su().get("chatkit/v6/rooms/lobby").await.refused(404, ROOM_NOT_FOUND);
        wire.su().get("chatkit_authorizer/v2/roles/guard/scope/room/permissions").await.refused(404, ROLE_NOT_FOUND);
        let usual = "chatkit_authorizer/v2/roles/default/scope/global/permissions";
        assert_eq!(wire.su().get(usual).await.json(200).as_array().unwrap().len(), 16);
        // Ids are not reused: a client that remembers old ids must not confuse new messages with them.
        wire.create_user("alice").await;
        let room = json!({"id": "lobby", "name": "n", "private": false});
        wire.user("alice").post("chatkit/v6/rooms", &room).await.json(201);
        assert!(wire.send_text("alice", "lobby", "again").await > id);
    }
}
