//! Roles (`PROTOCOL.md` §9): their permissions, scopes and users.

use pusher_platform::error_types::MISSING_PERMISSION;
use serde_json::{Value, json};

use crate::wire::Wire;

const ROLES: &str = "chatkit_authorizer/v2/roles";
const ALICE_ROLES: &str = "chatkit_authorizer/v2/users/alice/roles";

async fn create(wire: &Wire, name: &str, scope: &str, permissions: Value) {
    let role = json!({"name": name, "scope": scope, "permissions": permissions});
    wire.su().post(ROLES, &role).await.empty(201);
}

async fn assign(wire: &Wire, role: Value) {
    wire.su().put(ALICE_ROLES, &role).await.empty(201);
}

/// Returns whether `alice` can change a room.
async fn may_update(wire: &Wire, room: &str) -> bool {
    let answer = wire.user("alice").put(&format!("chatkit/v6/rooms/{room}"), &json!({"name": "x"})).await;
    if answer.status != 204 {
        answer.refused(401, MISSING_PERMISSION);
    }
    answer.status == 204
}

async fn two_rooms() -> Wire {
    let wire = Wire::with_lobby().await;
    let den = json!({"id": "den", "name": "Den", "private": true});
    wire.user("alice").post("chatkit/v6/rooms", &den).await.json(201);
    wire
}

#[tokio::test]
async fn admin_can_change_and_delete_rooms_and_default_cannot() {
    let wire = two_rooms().await;
    assert!(!may_update(&wire, "lobby").await);
    wire.user("alice").delete("chatkit/v6/rooms/lobby").await.refused(401, MISSING_PERMISSION);
    assign(&wire, json!({"name": "admin"})).await;
    assert!(may_update(&wire, "lobby").await);
    wire.user("alice").delete("chatkit/v6/rooms/lobby").await.empty(204);
}

#[tokio::test]
async fn a_global_role_replaces_default() {
    let wire = two_rooms().await;
    create(&wire, "mute", "global", json!(["room:update"])).await;
    assign(&wire, json!({"name": "mute"})).await;
    assert!(may_update(&wire, "lobby").await);
    // The permissions of `default` do not apply in addition.
    wire.user("alice").get("chatkit/v6/users/bob").await.refused(401, MISSING_PERMISSION);
    wire.user("bob").get("chatkit/v6/users/alice").await.json(200);
}

#[tokio::test]
async fn in_a_room_the_permissions_of_both_roles_apply() {
    let wire = two_rooms().await;
    create(&wire, "guard", "room", json!(["room:update"])).await;
    create(&wire, "mute", "global", json!([])).await;
    assign(&wire, json!({"name": "guard", "room_id": "den"})).await;
    assert_eq!((may_update(&wire, "den").await, may_update(&wire, "lobby").await), (true, false));
    // The room role removes no permission of the global role.
    wire.user("alice").get("chatkit/v6/rooms/den").await.json(200);
    assign(&wire, json!({"name": "mute"})).await;
    assert_eq!((may_update(&wire, "den").await, may_update(&wire, "lobby").await), (true, false));
    wire.user("alice").get("chatkit/v6/rooms/den").await.refused(401, MISSING_PERMISSION);
}

#[tokio::test]
async fn a_global_and_a_room_role_of_the_same_name_are_different() {
    let wire = two_rooms().await;
    create(&wire, "same", "room", json!(["room:update"])).await;
    create(&wire, "same", "global", json!(["room:get"])).await;
    assign(&wire, json!({"name": "same"})).await;
    assert!(!may_update(&wire, "lobby").await);
    assign(&wire, json!({"name": "same", "room_id": "lobby"})).await;
    assert!(may_update(&wire, "lobby").await);
    wire.su().delete(&format!("{ROLES}/same/scope/room")).await.empty(204);
    assert!(!may_update(&wire, "lobby").await);
    wire.user("alice").get("chatkit/v6/rooms/lobby").await.json(200);
}

#[tokio::test]
async fn changing_a_role_affects_its_users() {
    let wire = two_rooms().await;
    wire.change_default(&json!({"add_permissions": ["room:update"]})).await;
    assert!(may_update(&wire, "lobby").await);
    wire.change_default(&json!({"remove_permissions": ["room:update", "room:get"]})).await;
    assert!(!may_update(&wire, "lobby").await);
    wire.user("alice").get("chatkit/v6/rooms/lobby").await.refused(401, MISSING_PERMISSION);
}

#[tokio::test]
async fn deleting_a_room_removes_its_role_assignments() {
    let wire = two_rooms().await;
    create(&wire, "guard", "room", json!(["room:update"])).await;
    assign(&wire, json!({"name": "guard", "room_id": "lobby"})).await;
    wire.su().delete("chatkit/v6/rooms/lobby").await.empty(204);
    let again = json!({"id": "lobby", "name": "New", "private": false, "user_ids": ["alice"]});
    wire.user("bob").post("chatkit/v6/rooms", &again).await.json(201);
    assert!(!may_update(&wire, "lobby").await);
}

#[tokio::test]
async fn a_new_user_with_the_id_of_a_deleted_one_has_no_roles() {
    let wire = two_rooms().await;
    assign(&wire, json!({"name": "admin"})).await;
    wire.su().delete("chatkit/v6/users/alice").await.empty(204);
    wire.create_user("alice").await;
    assert!(!may_update(&wire, "lobby").await);
    assert_eq!(wire.su().get(ALICE_ROLES).await.json(200), json!([]));
}
