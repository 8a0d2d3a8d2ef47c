//! `DELETE /resources` (`PROTOCOL.md` §7).

use pusher_platform::error_types::{MISSING_PERMISSION, ROLE_NOT_FOUND, ROOM_NOT_FOUND};
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
        // The initial roles are deleted too. The vendor's suites create them anew.
        assert_eq!(wire.su().get("chatkit_authorizer/v2/roles").await.json(200), json!([]));
        wire.create_user("alice").await;
        wire.user("alice").get("chatkit/v6/users/alice").await.refused(401, MISSING_PERMISSION);
        let all = json!(["room:create", "message:create"]);
        let role = json!({"name": "default", "scope": "global", "permissions": all});
        wire.su().post("chatkit_authorizer/v2/roles", &role).await.empty(201);
        // Ids are not reused: a client that remembers old ids must not confuse new messages with them.
        let room = json!({"id": "lobby", "name": "n", "private": false});
        wire.user("alice").post("chatkit/v6/rooms", &room).await.json(201);
        assert!(wire.send_text("alice", "lobby", "again").await > id);
    }
}
