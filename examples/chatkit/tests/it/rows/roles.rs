//! Roles (`PROTOCOL.md` §9): their permissions, scopes and users.

use pusher_platform::error_types::MISSING_PERMISSION;
use serde_json::{Value, json};

use crate::wire::Wire;

const ROLES: &str = "chatkit_authorizer/v2/roles";
const ALICE_S: &str = "chatkit_authorizer/v2/users/alice/roles";

async fn create(wire: &Wire, name: &str, scope: &str, permissions: Value) {
    let role = json!({"name": name, "scope": scope, "permissions": permissions});
    wire.su().post(ROLES, &role).await.nothing(201);
}

async fn assign(wire: &Wire, role: Value) {
    wire.su().put(ALICE_S, &role).await.nothing(201);
}

/// Whether alice may change a room.
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
async fn default_neither_changes_nor_deletes_rooms_and_admin_does() {
    let wire = two_rooms().await;
    assert!(!may_update(&wire, "lobby").await);
    wire.user("alice").delete("chatkit/v6/rooms/lobby").await.refused(401, MISSING_PERMISSION);
    assign(&wire, json!({"name": "admin"})).await;
    assert!(may_update(&wire, "lobby").await);
    wire.user("alice").delete("chatkit/v6/rooms/lobby").await.nothing(204);
}

#[tokio::test]
async fn a_global_role_takes_the_place_of_default() {
    let wire = two_rooms().await;
    create(&wire, "mute", "global", json!(["room:update"])).await;
    assign(&wire, json!({"name": "mute"})).await;
    assert!(may_update(&wire, "lobby").await);
    // What default allows is not added.
    wire.user("alice").get("chatkit/v6/users/bob").await.refused(401, MISSING_PERMISSION);
    wire.user("bob").get("chatkit/v6/users/alice").await.json(200);
}

#[tokio::test]
async fn in_a_room_counts_the_union_of_both_roles() {
    let wire = two_rooms().await;
    create(&wire, "guard", "room", json!(["room:update"])).await;
    create(&wire, "mute", "global", json!([])).await;
    assign(&wire, json!({"name": "guard", "room_id": "den"})).await;
    assert_eq!((may_update(&wire, "den").await, may_update(&wire, "lobby").await), (true, false));
    // The room's role takes nothing away that the global one allows.
    wire.user("alice").get("chatkit/v6/rooms/den").await.json(200);
    assign(&wire, json!({"name": "mute"})).await;
    assert_eq!((may_update(&wire, "den").await, may_update(&wire, "lobby").await), (true, false));
    wire.user("alice").get("chatkit/v6/rooms/den").await.refused(401, MISSING_PERMISSION);
}

#[tokio::test]
async fn global_and_room_roles_of_one_name_are_two() {
    let wire = two_rooms().await;
    create(&wire, "same", "room", json!(["room:update"])).await;
    create(&wire, "same", "global", json!(["room:get"])).await;
    assign(&wire, json!({"name": "same"})).await;
    assert!(!may_update(&wire, "lobby").await);
    assign(&wire, json!({"name": "same", "room_id": "lobby"})).await;
    assert!(may_update(&wire, "lobby").await);
    wire.su().delete(&format!("{ROLES}/same/scope/room")).await.nothing(204);
    assert!(!may_update(&wire, "lobby").await);
    wire.user("alice").get("chatkit/v6/rooms/lobby").await.json(200);
}

#[tokio::test]
async fn what_a_role_allows_is_changed_for_whoever_has_it() {
    let wire = two_rooms().await;
    wire.change_default(&json!({"add_permissions": ["room:update"]})).await;
    assert!(may_update(&wire, "lobby").await);
    wire.change_default(&json!({"remove_permissions": ["room:update", "room:get"]})).await;
    assert!(!may_update(&wire, "lobby").await);
    wire.user("alice").get("chatkit/v6/rooms/lobby").await.refused(401, MISSING_PERMISSION);
}

#[tokio::test]
async fn a_role_in_a_room_goes_with_the_room() {
    let wire = two_rooms().await;
    create(&wire, "guard", "room", json!(["room:update"])).await;
    assign(&wire, json!({"name": "guard", "room_id": "lobby"})).await;
    wire.su().delete("chatkit/v6/rooms/lobby").await.nothing(204);
    let again = json!({"id": "lobby", "name": "New", "private": false, "user_ids": ["alice"]});
    wire.user("bob").post("chatkit/v6/rooms", &again).await.json(201);
    assert!(!may_update(&wire, "lobby").await);
}

#[tokio::test]
async fn a_role_is_not_inherited_by_the_next_user_of_the_id() {
    let wire = two_rooms().await;
    assign(&wire, json!({"name": "admin"})).await;
    wire.su().delete("chatkit/v6/users/alice").await.nothing(204);
    wire.create_user("alice").await;
    assert!(!may_update(&wire, "lobby").await);
    assert_eq!(wire.su().get(ALICE_S).await.json(200), json!([]));
}
