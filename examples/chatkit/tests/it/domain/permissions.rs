//! Authorization: the requirements that the API traits declare, checked against the roles of the caller.

use std::collections::BTreeSet;

use chatkit::api::DESCRIPTIONS;
use chatkit::domain::{Actor, Instance, Intent, Permission, Refusal, Requirement};
use chatkit::model::{AssignRole, Role, Scope, UpdatePermissions};

use super::fixture::{instance, room, user, value};

const MISSING: &str = "services/chatkit_authorizer/authorization/missing_permission";
const MEMBERSHIP: &str = "services/chatkit_authorizer/authorization/room_membership_required";
const SUBJECT: &str = "services/chatkit_authorizer/authorization/invalid_token_subject";
const ROOM: &str = "services/chatkit/not_found/room_not_found";

/// Authorizes a call with Alice and the lobby in its path. Returns the error type, or an empty text if it is allowed.
fn decide(instance: &Instance, actor: &Actor, requires: &'static [&'static str]) -> &'static str {
    let intent = Intent { requires, user: Some(user("alice")), room: Some(room("lobby")), ..Intent::default() };
    instance.authorize(actor, &intent).err().as_ref().map_or("", Refusal::kind)
}

#[test]
fn every_endpoint_with_security_has_known_requirements() {
    for api in DESCRIPTIONS.iter().filter(|api| api.security.is_some()) {
        for endpoint in api.endpoints {
            assert!(!endpoint.requires.is_empty(), "{}.{} has no requirement", api.name, endpoint.name);
            for name in endpoint.requires {
                assert!(Requirement::from_name(name).is_some(), "{}.{} requires {name}", api.name, endpoint.name);
            }
            let names: Vec<&str> = endpoint.path.captures().collect();
            let needs = |requirement: &str, capture: &str| {
                assert!(!endpoint.requires.contains(&requirement) || names.contains(&capture), "{}", endpoint.name);
            };
            needs("self", "user");
            needs("member", "room");
        }
    }
}

#[test]
fn every_permission_is_required_somewhere() {
    let required: BTreeSet<&str> =
        DESCRIPTIONS.iter().flat_map(|api| api.endpoints).flat_map(|endpoint| endpoint.requires).copied().collect();
    for permission in Permission::ALL {
        assert!(required.contains(permission.name()), "{permission}");
    }
}

#[test]
fn each_requirement_allows_the_intended_callers() {
    let nobody = Actor { user: None, superuser: false };
    let [alice, bob, carol] = ["alice", "bob", "carol"].map(Actor::user);
    let (server, for_bob) = (Actor::superuser(), Actor::superuser_as("bob"));
    let actors = [&nobody, &alice, &bob, &carol, &server, &for_bob];
    for (requires, expected) in [
        (&["su"][..], [MISSING, MISSING, MISSING, MISSING, "", ""]),
        (&["subject"], [SUBJECT, "", "", "", SUBJECT, ""]),
        (&["self"], [SUBJECT, "", SUBJECT, SUBJECT, "", ""]),
        (&["member"], [SUBJECT, "", "", MEMBERSHIP, "", ""]),
        (&["room:get"], [SUBJECT, "", "", "", "", ""]),
        (&["room:update"], [SUBJECT, MISSING, MISSING, MISSING, "", ""]),
        (&["su", "subject"], [MISSING, MISSING, MISSING, MISSING, SUBJECT, ""]),
        (&["self", "room:update"], [SUBJECT, MISSING, SUBJECT, SUBJECT, "", ""]),
        // Without a requirement, or with an unknown one, only superusers are allowed.
        (&["room:paint"], [MISSING, MISSING, MISSING, MISSING, "", ""]),
        (&[], [MISSING, MISSING, MISSING, MISSING, "", ""]),
    ] {
        let instance = instance();
        assert_eq!(actors.map(|actor| decide(&instance, actor, requires)), expected, "{requires:?}");
    }
}

#[test]
fn a_token_of_an_unknown_user_is_rejected_as_user_not_found() {
    let intent = Intent { requires: &["room:get"], ..Intent::default() };
    let refusal = instance().authorize(&Actor::user("ghost"), &intent).unwrap_err();
    assert_eq!(refusal, Refusal::UserNotFound(user("ghost")));
    assert!(refusal.to_string().contains("does not exist"));
}

#[test]
fn membership_in_an_unknown_room_is_rejected_as_room_not_found() {
    let intent = Intent { requires: &["member"], user: None, room: Some(room("nowhere")), ..Intent::default() };
    assert_eq!(instance().authorize(&Actor::user("alice"), &intent).unwrap_err().kind(), ROOM);
}

#[test]
fn a_global_role_replaces_the_previous_one() {
    let mut instance = instance();
    let (bob, actor) = (user("bob"), Actor::user("bob"));
    let may = |instance: &Instance, requires| decide(instance, &actor, requires).is_empty();
    instance.create_role(role("reader", Scope::Global, &["room:messages:get"])).unwrap();
    instance.assign_role(&bob, assignment("reader", None)).unwrap();
    assert!(may(&instance, &["room:messages:get"]) && !may(&instance, &["room:get"]));
    instance.assign_role(&bob, assignment("admin", None)).unwrap();
    assert!(may(&instance, &["room:update"]) && may(&instance, &["room:get"]));
    assert_eq!(instance.roles_of_user(&bob).unwrap().len(), 1);
    instance.remove_role(&bob, None).unwrap();
    assert!(may(&instance, &["room:get"]) && !may(&instance, &["room:update"]));
    assert_eq!(instance.roles_of_user(&bob), Ok(vec![]), "the implicit default role is not listed");
}

#[test]
fn a_room_role_adds_permissions_in_that_room() {
    let mut instance = instance();
    let (bob, actor) = (user("bob"), Actor::user("bob"));
    instance.create_role(role("default", Scope::Room, &["room:update"])).unwrap();
    instance.assign_role(&bob, assignment("default", Some("lobby"))).unwrap();
    assert_eq!(decide(&instance, &actor, &["room:update"]), "");
    assert_eq!(decide(&instance, &actor, &["room:get"]), "", "the global role applies too");
    let elsewhere = Intent { requires: &["room:update"], user: None, room: Some(room("attic")), ..Intent::default() };
    assert_eq!(instance.authorize(&actor, &elsewhere).unwrap_err().kind(), MISSING);
    value(instance.delete_room(&room("lobby")).unwrap());
    assert_eq!(instance.roles_of_user(&bob), Ok(vec![]), "deleting the room removes its roles");
}

#[test]
fn the_default_role_can_be_changed_but_not_deleted() {
    let mut instance = instance();
    let changes = |add: &[&str], remove: &[&str]| UpdatePermissions {
        add_permissions: Some(texts(add)),
        remove_permissions: Some(texts(remove)),
    };
    instance.update_permissions(Scope::Global, "default", &changes(&["room:update"], &["room:get"])).unwrap();
    assert_eq!(decide(&instance, &Actor::user("bob"), &["room:update"]), "");
    assert_eq!(decide(&instance, &Actor::user("bob"), &["room:get"]), MISSING);
    assert!(matches!(instance.delete_role(Scope::Global, "default"), Err(Refusal::RoleInvalid(_))));
    let unknown = instance.update_permissions(Scope::Global, "default", &changes(&["room:paint"], &[]));
    assert!(matches!(unknown, Err(Refusal::RoleInvalid(_))));
}

#[test]
fn users_of_a_deleted_role_have_the_default_role() {
    let mut instance = instance();
    instance.create_role(role("boss", Scope::Global, &["room:delete"])).unwrap();
    instance.create_role(role("boss", Scope::Room, &["room:update"])).unwrap();
    instance.assign_role(&user("bob"), assignment("boss", None)).unwrap();
    instance.assign_role(&user("bob"), assignment("boss", Some("lobby"))).unwrap();
    instance.delete_role(Scope::Global, "boss").unwrap();
    assert_eq!(decide(&instance, &Actor::user("bob"), &["room:get"]), "");
    assert_eq!(decide(&instance, &Actor::user("bob"), &["room:delete"]), MISSING);
    assert_eq!(
        decide(&instance, &Actor::user("bob"), &["room:update"]),
        "",
        "the room role of the same name is a different role"
    );
    instance.delete_role(Scope::Room, "boss").unwrap();
    assert_eq!(decide(&instance, &Actor::user("bob"), &["room:update"]), MISSING);
}

#[test]
fn unknown_roles_users_and_rooms_are_errors() {
    let mut instance = instance();
    let refused = |result: Result<(), Refusal>| result.unwrap_err();
    assert_eq!(instance.delete_role(Scope::Room, "admin"), Ok(()), "deleting an unknown role is no error");
    assert!(matches!(refused(instance.assign_role(&user("bob"), assignment("boss", None))), Refusal::RoleNotFound(_)));
    assert!(matches!(
        refused(instance.assign_role(&user("ghost"), assignment("admin", None))),
        Refusal::UserNotFound(_)
    ));
    instance.create_role(role("boss", Scope::Room, &[])).unwrap();
    assert!(matches!(
        refused(instance.assign_role(&user("bob"), assignment("boss", Some("nowhere")))),
        Refusal::RoomNotFound(_)
    ));
    assert!(matches!(refused(instance.create_role(role("boss", Scope::Room, &[]))), Refusal::RoleAlreadyExists(_)));
}

fn role(name: &str, scope: Scope, permissions: &[&str]) -> Role {
    Role { name: name.to_owned(), scope, permissions: texts(permissions) }
}

fn assignment(name: &str, in_room: Option<&str>) -> AssignRole {
    AssignRole { name: name.to_owned(), room_id: in_room.map(room) }
}

fn texts(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}
