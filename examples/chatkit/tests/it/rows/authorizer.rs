//! `chatkit_authorizer` (`PROTOCOL.md` §7): roles and their assignment.

use pusher_platform::error_types::{ROLE_ALREADY_EXISTS, ROLE_INVALID, ROLE_NOT_FOUND, ROOM_NOT_FOUND, USER_NOT_FOUND};
use serde_json::{Value, json};

use crate::wire::Wire;

const ROLES: &str = "chatkit_authorizer/v2/roles";

async fn create(wire: &Wire, name: &str, scope: &str, permissions: Value) {
    let role = json!({"name": name, "scope": scope, "permissions": permissions});
    wire.su().post(ROLES, &role).await.empty(201);
}

#[tokio::test]
async fn get_roles_lists_the_two_initial_roles() {
    let wire = Wire::new();
    let roles = wire.su().get(ROLES).await.json(200);
    let role = |name: &str| roles.as_array().unwrap().iter().find(|role| role["name"] == name).unwrap().clone();
    let all = role("admin")["permissions"].as_array().unwrap().len();
    let default = role("default");
    let usual: Vec<&str> =
        default["permissions"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    assert_eq!((roles.as_array().unwrap().len(), all, usual.len()), (2, 18, 16));
    assert!(!usual.contains(&"room:update") && !usual.contains(&"room:delete"));
    assert_eq!((&default["scope"], &role("admin")["scope"]), (&json!("global"), &json!("global")));
}

#[tokio::test]
async fn post_roles_creates_a_role_with_name_and_scope() {
    let wire = Wire::new();
    create(&wire, "guard", "room", json!(["room:update"])).await;
    create(&wire, "guard", "global", json!([])).await;
    let roles = wire.su().get(ROLES).await.json(200);
    for (scope, permissions) in [("room", json!(["room:update"])), ("global", json!([]))] {
        let expected = json!({"name": "guard", "scope": scope, "permissions": permissions});
        assert!(roles.as_array().unwrap().contains(&expected), "{roles}");
        wire.su().post(ROLES, &expected).await.refused(400, ROLE_ALREADY_EXISTS);
    }
    let unknown = json!({"name": "x", "scope": "room", "permissions": ["room:paint"]});
    wire.su().post(ROLES, &unknown).await.refused(422, ROLE_INVALID);
    let unnamed = json!({"name": "", "scope": "room", "permissions": []});
    assert_eq!(wire.su().post(ROLES, &unnamed).await.status, 422);
    let elsewhere = json!({"name": "x", "scope": "galaxy", "permissions": []});
    wire.su().post(ROLES, &elsewhere).await.error();
}

#[tokio::test]
async fn delete_role_removes_its_assignments() {
    let wire = Wire::with_lobby().await;
    create(&wire, "mute", "global", json!([])).await;
    create(&wire, "mute", "room", json!(["room:update"])).await;
    for role in [json!({"name": "mute"}), json!({"name": "mute", "room_id": "lobby"})] {
        wire.su().put("chatkit_authorizer/v2/users/alice/roles", &role).await.empty(201);
    }
    wire.user("alice").get("chatkit/v6/users/bob").await.error();
    wire.su().delete(&format!("{ROLES}/mute/scope/global")).await.empty(204);
    // The role `default` applies again. The room role of the same name is a different role.
    wire.user("alice").get("chatkit/v6/users/bob").await.json(200);
    let left = wire.su().get("chatkit_authorizer/v2/users/alice/roles").await.json(200);
    assert_eq!((left.as_array().unwrap().len(), &left[0]["scope"]), (1, &json!("room")));
    wire.su().delete(&format!("{ROLES}/default/scope/global")).await.refused(422, ROLE_INVALID);
}

/// Suites of the vendor delete a role that another suite has deleted.
#[tokio::test]
async fn deleting_an_unknown_role_is_no_error() {
    let wire = Wire::new();
    for path in ["king/scope/global", "king/scope/room", "admin/scope/room"] {
        wire.su().delete(&format!("{ROLES}/{path}")).await.empty(204);
    }
    assert_eq!(wire.su().get(ROLES).await.json(200).as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn get_permissions_returns_their_names() {
    let wire = Wire::new();
    create(&wire, "a b/c", "room", json!(["room:update", "file:get"])).await;
    let found = wire.su().get(&format!("{ROLES}/a%20b%2Fc/scope/room/permissions")).await.json(200);
    let mut names: Vec<&str> = found.as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, ["file:get", "room:update"]);
    wire.su().get(&format!("{ROLES}/a%20b%2Fc/scope/global/permissions")).await.refused(404, ROLE_NOT_FOUND);
    wire.su().get(&format!("{ROLES}/admin/scope/galaxy/permissions")).await.error();
}

#[tokio::test]
async fn put_permissions_adds_and_removes_permissions() {
    let wire = Wire::new();
    create(&wire, "guard", "room", json!(["room:update", "file:get"])).await;
    let path = format!("{ROLES}/guard/scope/room/permissions");
    for (changes, expected) in [
        (json!({"add_permissions": ["room:delete", "room:update"]}), json!(["room:update", "room:delete", "file:get"])),
        (json!({"remove_permissions": ["room:update", "room:get"]}), json!(["room:delete", "file:get"])),
        (
            json!({"add_permissions": ["room:get"], "remove_permissions": ["file:get"]}),
            json!(["room:get", "room:delete"]),
        ),
        (json!({}), json!(["room:get", "room:delete"])),
        (json!({"add_permissions": null, "remove_permissions": []}), json!(["room:get", "room:delete"])),
    ] {
        wire.su().put(&path, &changes).await.empty(204);
        assert_eq!(wire.su().get(&path).await.json(200), expected, "{changes}");
    }
    for changes in [json!({"add_permissions": ["x"]}), json!({"remove_permissions": ["x"]})] {
        wire.su().put(&path, &changes).await.refused(422, ROLE_INVALID);
    }
    assert_eq!(wire.su().get(&path).await.json(200), json!(["room:get", "room:delete"]));
    let unknown = format!("{ROLES}/x/scope/room/permissions");
    wire.su().put(&unknown, &json!({})).await.refused(404, ROLE_NOT_FOUND);
}

#[tokio::test]
async fn get_roles_of_a_user_lists_the_assigned_roles() {
    let wire = Wire::with_lobby().await;
    let path = "chatkit_authorizer/v2/users/alice/roles";
    // The implicit role `default` is omitted.
    assert_eq!(wire.su().get(path).await.json(200), json!([]));
    create(&wire, "boss", "global", json!(["room:get"])).await;
    create(&wire, "guard", "room", json!(["room:update"])).await;
    wire.su().put(path, &json!({"name": "boss"})).await.empty(201);
    let boss = json!({"role_name": "boss", "scope": "global", "permissions": ["room:get"]});
    assert_eq!(wire.su().get(path).await.json(200), json!([boss]));
    wire.su().put(path, &json!({"name": "guard", "room_id": "lobby"})).await.empty(201);
    let guard = json!({"role_name": "guard", "scope": "room", "permissions": ["room:update"], "room_id": "lobby"});
    assert_eq!(wire.su().get(path).await.json(200), json!([boss, guard]));
    wire.su().get("chatkit_authorizer/v2/users/nobody/roles").await.refused(404, USER_NOT_FOUND);
}

#[tokio::test]
async fn put_role_of_a_user_replaces_the_role_in_the_same_scope() {
    let wire = Wire::with_lobby().await;
    let path = "chatkit_authorizer/v2/users/alice/roles";
    for name in ["one", "two"] {
        create(&wire, name, "global", json!([])).await;
        create(&wire, name, "room", json!([])).await;
        wire.su().put(path, &json!({ "name": name })).await.empty(201);
        wire.su().put(path, &json!({"name": name, "room_id": "lobby"})).await.empty(201);
        let found = wire.su().get(path).await.json(200);
        let names: Vec<&Value> = found.as_array().unwrap().iter().map(|role| &role["role_name"]).collect();
        assert_eq!(names, [name, name]);
    }
    create(&wire, "only here", "room", json!([])).await;
    wire.su().put(path, &json!({"name": "only here"})).await.refused(404, ROLE_NOT_FOUND);
    wire.su().put(path, &json!({"name": "admin", "room_id": "lobby"})).await.refused(404, ROLE_NOT_FOUND);
    wire.su().put(path, &json!({"name": "one", "room_id": "nowhere"})).await.refused(404, ROOM_NOT_FOUND);
    let nobody = "chatkit_authorizer/v2/users/nobody/roles";
    wire.su().put(nobody, &json!({"name": "admin"})).await.refused(404, USER_NOT_FOUND);
}

#[tokio::test]
async fn delete_role_of_a_user_restores_the_default_role() {
    let wire = Wire::with_lobby().await;
    let path = "chatkit_authorizer/v2/users/alice/roles";
    create(&wire, "guard", "room", json!(["room:update"])).await;
    wire.su().put(path, &json!({"name": "admin"})).await.empty(201);
    wire.su().put(path, &json!({"name": "guard", "room_id": "lobby"})).await.empty(201);
    wire.su().delete(path).await.empty(204);
    assert_eq!(wire.su().get(path).await.json(200)[0]["role_name"], "guard");
    wire.su().delete(&format!("{path}?room_id=lobby")).await.empty(204);
    assert_eq!(wire.su().get(path).await.json(200), json!([]));
    // Removing an absent role is no error.
    wire.su().delete(path).await.empty(204);
    wire.su().delete("chatkit_authorizer/v2/users/nobody/roles").await.refused(404, USER_NOT_FOUND);
}
