//! Users of the domain: creation, lists, changes and deletion.

use api_core::Patch;
use chatkit::domain::{Instance, Refusal};
use chatkit::model::{BatchUsers, CreateUser, CustomData, UpdateUser, UserPage};
use jiff::SignedDuration;
use serde_json::json;

use super::fixture::{at, instance, names, new_user, read_to, send, user, value};

fn listed(instance: &Instance, page: &UserPage) -> Vec<String> {
    instance.users(page).into_iter().map(|user| user.id.to_string()).collect()
}

fn data(size: usize) -> Option<CustomData> {
    // The braces, quotes, colon and the name around the text are 8 bytes.
    json!({"a": "x".repeat(size - 8)}).as_object().cloned()
}

#[test]
fn a_duplicate_id_is_rejected() {
    let mut instance = instance();
    let refusal = instance.create_user(new_user("bob"), at(5)).unwrap_err();
    assert_eq!(refusal, Refusal::UserAlreadyExists(user("bob")));
    assert_eq!(refusal.kind(), "services/chatkit/user_already_exists");
}

#[test]
fn a_batch_is_created_in_order_or_not_at_all() {
    let mut instance = instance();
    let mut create = |ids: &[&str]| {
        let users = ids.iter().map(|id| new_user(id)).collect();
        instance.create_users(BatchUsers { users }, at(5)).map(value)
    };
    assert_eq!(create(&["dave", "bob"]), Err(Refusal::UserAlreadyExists(user("bob"))));
    assert_eq!(create(&["dave", "dave"]), Err(Refusal::UserAlreadyExists(user("dave"))));
    assert!(matches!(create(&["x"; 11]), Err(Refusal::ValidationFailed { field: "users", .. })));
    let created = create(&["zoe", "dave"]).unwrap();
    assert_eq!(created.iter().map(|user| user.id.as_str()).collect::<Vec<_>>(), ["zoe", "dave"]);
}

#[test]
fn an_invalid_user_is_rejected_with_the_invalid_field() {
    let mut instance = instance();
    for (field, new) in [
        ("id", CreateUser { id: "".into(), ..new_user("x") }),
        ("name", CreateUser { name: String::new(), ..new_user("x") }),
        ("custom_data", CreateUser { custom_data: data(5121), ..new_user("x") }),
    ] {
        let refusal = instance.create_user(new, at(5)).unwrap_err();
        assert!(matches!(refusal, Refusal::ValidationFailed { field: found, .. } if found == field), "{refusal}");
    }
    value(instance.create_user(CreateUser { custom_data: data(5120), ..new_user("x") }, at(5)).unwrap());
}

#[test]
fn users_are_listed_oldest_first_from_a_time_on() {
    let mut instance = instance();
    // Users with the same time are in the order of creation, not of ids.
    value(instance.create_user(new_user("zoe"), at(2)).unwrap());
    value(instance.create_user(new_user("adam"), at(2)).unwrap());
    for (page, expected) in [
        (UserPage::default(), vec!["alice", "bob", "carol", "zoe", "adam"]),
        (UserPage { from_ts: Some(at(1)), limit: None }, vec!["bob", "carol", "zoe", "adam"]),
        (UserPage { from_ts: Some(at(1)), limit: Some(2) }, vec!["bob", "carol"]),
        (UserPage { from_ts: Some(at(3)), limit: None }, vec![]),
    ] {
        assert_eq!(listed(&instance, &page), expected, "{page:?}");
    }
}

/// Times are shown in whole seconds, so what is cut off must not decide, before a restart or after it.
#[test]
fn users_of_one_second_are_listed_in_the_order_of_creation_whatever_the_fraction() {
    let mut instance = instance();
    let in_second = |milliseconds: i64| at(9) + SignedDuration::from_millis(milliseconds);
    value(instance.create_user(new_user("zoe"), in_second(900)).unwrap());
    value(instance.create_user(new_user("adam"), in_second(100)).unwrap());
    let restored = Instance::restore(instance.records()).unwrap();
    for instance in [instance, restored] {
        let page = UserPage { from_ts: Some(at(9)), limit: None };
        assert_eq!(listed(&instance, &page), ["zoe", "adam"]);
        assert_eq!(instance.user(&user("zoe")).unwrap().created_at, at(9).into());
    }
}

#[test]
fn a_lookup_omits_unknown_ids() {
    let ids = [user("bob"), user("nobody"), user("alice"), user("bob")];
    let found = instance().users_by_ids(&ids);
    assert_eq!(found.iter().map(|user| user.id.as_str()).collect::<Vec<_>>(), ["bob", "alice"]);
}

#[test]
fn an_update_keeps_absent_fields() {
    let mut instance = instance();
    let mut update = |update| instance.update_user(&user("bob"), update, at(7)).map(value);
    update(UpdateUser { custom_data: data(20), ..UpdateUser::default() }).unwrap();
    update(UpdateUser { avatar_url: Some("https://a".to_owned()), ..UpdateUser::default() }).unwrap();
    let refusal = update(UpdateUser { name: Some(String::new()), ..UpdateUser::default() }).unwrap_err();
    assert!(matches!(refusal, Refusal::ValidationFailed { field: "name", .. }));
    let bob = instance.user(&user("bob")).unwrap();
    assert_eq!((bob.name.as_str(), bob.avatar_url.as_deref()), ("BOB", Some("https://a")));
    assert_eq!((bob.custom_data, bob.created_at, bob.updated_at), (data(20), at(1).into(), at(7).into()));
}

#[test]
fn a_deleted_user_leaves_all_rooms_and_the_messages_remain() {
    let mut instance = instance();
    let message = send(&mut instance, "bob", "lobby", "hello").unwrap();
    read_to(&mut instance, "bob", "lobby", 1);
    let deleted = instance.delete_user(&user("bob")).unwrap();
    assert_eq!(names(&deleted.publications), ["bob: removed_from_room", "lobby members: user_left"]);
    assert_eq!(instance.user(&user("bob")), Err(Refusal::UserNotFound(user("bob"))));
    assert_eq!(listed(&instance, &UserPage::default()), ["alice", "carol"]);
    let lobby = instance.room(&"lobby".into()).unwrap();
    assert_eq!(lobby.member_user_ids, Patch::Value(vec![user("alice")]));
    assert_eq!(instance.message(&"lobby".into(), message).unwrap().user_id, user("bob"));
    assert_eq!(instance.cursors_of_room(&"lobby".into()), vec![]);
}
