//! Rooms of the domain and their members.

use api_core::Patch;
use chatkit::domain::{Actor, Refusal};
use chatkit::model::{CreateRoom, Room, RoomPage, UpdateRoom, UserIds};

use super::fixture::{
    at, create, instance, names, new_room, new_user, read_to, room, room_in, seen, send, user, value,
};

fn room_ids(rooms: &[Room]) -> Vec<&str> {
    rooms.iter().map(|room| room.id.as_str()).collect()
}

fn users(ids: &[&str]) -> UserIds {
    UserIds { user_ids: ids.iter().map(|id| user(id)).collect() }
}

#[test]
fn the_creator_is_a_member_and_all_members_are_notified() {
    let mut instance = instance();
    let changed = instance
        .create_room(
            &Actor::user("carol"),
            CreateRoom { id: None, ..new_room("x", &["bob", "bob"]) },
            || room("made"),
            at(9),
        )
        .unwrap();
    assert_eq!(changed.value.id, room("made"));
    assert_eq!(changed.value.created_by_id, user("carol"));
    assert_eq!(changed.value.member_user_ids, Patch::Value(vec![user("bob"), user("carol")]));
    assert_eq!(names(&changed.publications), ["bob: added_to_room", "carol: added_to_room"]);
    assert_eq!(room_in(&instance, &changed.publications[1]).unwrap().unread_count, Some(0));
}

#[test]
fn an_invalid_room_is_rejected_with_its_error_type() {
    let mut instance = instance();
    let many: Vec<String> = (0..11).map(|number| number.to_string()).collect();
    for id in &many {
        value(instance.create_user(new_user(id), at(5)).unwrap());
    }
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let contradicting = CreateRoom { created_by_id: Some(user("bob")), ..new_room("x", &[]) };
    let long = CreateRoom { name: "x".repeat(61), ..new_room("x", &[]) };
    for (new, kind) in [
        (new_room("lobby", &[]), "services/chatkit/bad_request/duplicate_room_id"),
        (new_room("x", &["nobody", "bob"]), "services/chatkit/bad_request/users_not_found"),
        (contradicting, "services/chatkit/bad_request/validation_failed"),
        (long, "services/chatkit/unprocessable_entity/validation_failed"),
        (new_room("", &[]), "services/chatkit/unprocessable_entity/validation_failed"),
        (new_room("x", &many), "services/chatkit/limits/room_add_remove_users_limit_exceeded"),
    ] {
        assert_eq!(create(&mut instance, "alice", new).unwrap_err().kind(), kind);
    }
    assert!(create(&mut instance, "alice", new_room("x", &many[1..])).is_ok());
}

#[test]
fn the_error_of_unknown_users_counts_them() {
    let refusal = create(&mut instance(), "alice", new_room("x", &["nobody", "bob"])).unwrap_err();
    assert_eq!(refusal, Refusal::UsersNotFound { missing: 1, requested: 3, with_creator: true });
}

#[test]
fn rooms_are_listed_in_the_order_of_ids_without_members() {
    let mut instance = instance();
    create(&mut instance, "alice", CreateRoom { private: true, ..new_room("cellar", &[]) }).unwrap();
    create(&mut instance, "alice", new_room("attic", &[])).unwrap();
    for (from_id, include_private, expected) in [
        (None, false, vec!["attic", "lobby"]),
        (None, true, vec!["attic", "cellar", "lobby"]),
        (Some("attic"), true, vec!["cellar", "lobby"]),
        (Some("b"), false, vec!["lobby"]),
    ] {
        let page = RoomPage { from_id: from_id.map(room), include_private };
        let rooms = instance.rooms(&page);
        assert_eq!(room_ids(&rooms), expected, "{page:?}");
        assert!(rooms.iter().all(|room| room.member_user_ids == Patch::Null && room.unread_count.is_none()));
    }
}

#[test]
fn an_update_is_sent_to_every_member_with_that_member_s_count() {
    let mut instance = instance();
    send(&mut instance, "alice", "lobby", "hello").unwrap();
    read_to(&mut instance, "bob", "lobby", 1);
    let title = Patch::Value("title".to_owned());
    let update = UpdateRoom { push_notification_title_override: title, ..UpdateRoom::default() };
    let changed = instance.update_room(&room("lobby"), update, at(12)).unwrap();
    assert_eq!(names(&changed.publications), ["alice: room_updated", "bob: room_updated"]);
    let counts: Vec<_> =
        changed.publications.iter().map(|event| room_in(&instance, event).unwrap().unread_count).collect();
    assert_eq!(counts, [Some(1), Some(0)]);
    let lobby = instance.room(&room("lobby")).unwrap();
    assert_eq!((lobby.name.as_str(), lobby.updated_at), ("LOBBY", at(12).into()));
    assert_eq!(lobby.push_notification_title_override.as_deref(), Some("title"));

    let update =
        UpdateRoom { push_notification_title_override: Patch::Null, private: Some(true), ..UpdateRoom::default() };
    value(instance.update_room(&room("lobby"), update, at(13)).unwrap());
    let lobby = instance.room(&room("lobby")).unwrap();
    assert_eq!((lobby.push_notification_title_override, lobby.private), (None, true));
}

#[test]
fn deleting_a_room_removes_its_contents_and_frees_its_id() {
    let mut instance = instance();
    send(&mut instance, "alice", "lobby", "hello").unwrap();
    read_to(&mut instance, "bob", "lobby", 1);
    let changed = instance.delete_room(&room("lobby")).unwrap();
    assert_eq!(names(&changed.publications), ["alice: room_deleted", "bob: room_deleted"]);
    assert_eq!(instance.rooms_of_user(&user("bob")), Ok(vec![]));
    assert_eq!(instance.cursors_of_user(&user("bob")), Ok(vec![]));
    create(&mut instance, "bob", new_room("lobby", &[])).unwrap();
    assert_eq!(seen(&instance, "bob", "lobby").last_message_at, None);
}

#[test]
fn joining_and_leaving_twice_changes_nothing() {
    let mut instance = instance();
    let (carol, lobby) = (user("carol"), room("lobby"));
    let mut join = || instance.join_room(&carol, &lobby).unwrap();
    assert_eq!(names(&join().publications), ["carol: added_to_room", "lobby members: user_joined"]);
    let again = join();
    assert_eq!((names(&again.publications), again.value.id), (vec![], room("lobby")));
    let mut leave = || names(&instance.leave_room(&carol, &lobby).unwrap().publications);
    assert_eq!(leave(), ["carol: removed_from_room", "lobby members: user_left"]);
    assert!(leave().is_empty());
}

#[test]
fn adding_and_removing_members_changes_each_once() {
    let mut instance = instance();
    let lobby = room("lobby");
    let added = instance.add_users(&lobby, &users(&["bob", "carol", "carol"])).unwrap();
    assert_eq!(names(&added.publications), ["carol: added_to_room", "lobby members: user_joined"]);
    let all = Patch::Value(vec![user("alice"), user("bob"), user("carol")]);
    assert_eq!(room_in(&instance, &added.publications[0]).unwrap().member_user_ids, all);
    let removed = instance.remove_users(&lobby, &users(&["bob", "nobody"])).unwrap();
    assert_eq!(names(&removed.publications), ["bob: removed_from_room", "lobby members: user_left"]);
    let mut add = |ids: &[&str]| instance.add_users(&lobby, &users(ids)).map(value);
    assert_eq!(add(&["nobody"]), Err(Refusal::UsersNotFound { missing: 1, requested: 1, with_creator: false }));
    assert!(matches!(add(&["x"; 11]), Err(Refusal::TooManyRoomUsers { limit: 10 })));
}

#[test]
fn a_room_has_at_most_a_hundred_members() {
    let mut instance = instance();
    for number in 0..98 {
        let id = number.to_string();
        value(instance.create_user(new_user(&id), at(5)).unwrap());
        value(instance.join_room(&user(&id), &room("lobby")).unwrap());
    }
    let join = instance.join_room(&user("carol"), &room("lobby")).map(value);
    assert!(matches!(join, Err(Refusal::ValidationFailed { .. })));
    let add = instance.add_users(&room("lobby"), &users(&["carol"])).map(value);
    assert!(matches!(add, Err(Refusal::ValidationFailed { .. })));
    // Joining again is allowed for members.
    assert!(instance.join_room(&user("bob"), &room("lobby")).is_ok());
}

#[test]
fn joinable_are_the_public_rooms_without_the_user() {
    let mut instance = instance();
    create(&mut instance, "alice", CreateRoom { private: true, ..new_room("cellar", &[]) }).unwrap();
    create(&mut instance, "alice", new_room("attic", &["carol"])).unwrap();
    let (alice, carol) = (user("alice"), user("carol"));
    assert_eq!(room_ids(&instance.joinable_rooms(&carol).unwrap()), ["lobby"]);
    assert_eq!(room_ids(&instance.rooms_of_user(&carol).unwrap()), ["attic"]);
    assert!(instance.joinable_rooms(&alice).unwrap().is_empty());
}
