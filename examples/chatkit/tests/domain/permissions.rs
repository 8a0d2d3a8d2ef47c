//! Who may do what, and in which order it is found out.

use chatkit::domain::{Actor, Instance, Refusal};
use chatkit::model::{
    BatchUsers, MessageId, MessagePage, Position, RoomPage, UpdateRoom, UpdateUser, UserIds, UserPage,
};

use crate::fixture::{at, instance, new_room, new_user, no_id, room, text, user};

type Operation = fn(&mut Instance, &Actor) -> Option<Refusal>;

const MISSING: &str = "services/chatkit_authorizer/authorization/missing_permission";
const SUBJECT: &str = "services/chatkit_authorizer/authorization/invalid_token_subject";
const USER: &str = "services/chatkit/not_found/user_not_found";
const ROOM: &str = "services/chatkit/not_found/room_not_found";

/// Operations about what does not exist, with bodies that are wrong as well: what is found out first is the answer.
const OPERATIONS: [(&str, Need, &str, Operation); 27] = [
    ("create user", Need::Superuser, "", |i, a| i.create_user(a, new_user("zoe"), at(9)).err()),
    ("create users", Need::Superuser, "", |i, a| i.create_users(a, BatchUsers { users: vec![] }, at(9)).err()),
    ("list users", Need::Superuser, "", |i, a| i.users(a, &UserPage::default()).err()),
    ("delete user", Need::Superuser, USER, |i, a| i.delete_user(a, &user("no")).err()),
    ("list rooms", Need::Superuser, "", |i, a| i.rooms(a, &RoomPage::default()).err()),
    ("delete message", Need::Superuser, ROOM, |i, a| i.delete_message(a, &room("no"), MessageId::new(1)).err()),
    ("edit message", Need::SuperuserAs, ROOM, |i, a| {
        i.edit_message(a, &room("no"), MessageId::new(1), text(&"x".repeat(9999)), at(9)).err()
    }),
    ("wipe", Need::Superuser, "", |i, a| i.clone().wipe(a).err()),
    ("get user", Need::Default, USER, |i, a| i.user(a, &user("no")).err()),
    ("get users", Need::Default, "", |i, a| i.users_by_ids(a, &[]).err()),
    ("get room", Need::Default, ROOM, |i, a| i.room(a, &room("no")).err()),
    ("update room", Need::Granted, ROOM, |i, a| i.update_room(a, &room("no"), bad_update(), at(9)).err()),
    ("delete room", Need::Granted, ROOM, |i, a| i.delete_room(a, &room("no")).err()),
    ("add users", Need::Default, ROOM, |i, a| i.add_users(a, &room("no"), &too_many()).err()),
    ("remove users", Need::Default, ROOM, |i, a| i.remove_users(a, &room("no"), &too_many()).err()),
    ("list messages", Need::Default, ROOM, |i, a| i.messages(a, &room("no"), &MessagePage::default()).err()),
    ("get message", Need::Default, ROOM, |i, a| i.message(a, &room("no"), MessageId::new(1)).err()),
    ("send message", Need::User, ROOM, |i, a| i.send_message(a, &room("no"), text(&"x".repeat(9999)), at(9)).err()),
    ("type", Need::User, ROOM, |i, a| i.start_typing(a, &room("no")).err()),
    ("create room", Need::User, "", |i, a| i.clone().create_room(a, new_room("x", &[]), no_id, at(9)).err()),
    ("get cursor", Need::Default, USER, |i, a| i.cursor(a, &room("no"), &user("no")).err()),
    ("cursors of room", Need::Default, "", |i, a| i.cursors_of_room(a, &room("no")).err()),
    ("cursors of user", Need::Itself, "", |i, a| i.cursors_of_user(a, &user("alice")).err()),
    ("set cursor", Need::Itself, "", |i, a| {
        i.set_cursor(a, &room("no"), &user("alice"), Position { position: 1 }, at(9)).err()
    }),
    ("update user", Need::Itself, "", |i, a| i.update_user(a, &user("alice"), UpdateUser::default(), at(9)).err()),
    ("rooms of user", Need::Itself, "", |i, a| i.rooms_of_user(a, &user("alice")).err()),
    ("join room", Need::Itself, ROOM, |i, a| i.join_room(a, &user("alice"), &room("no")).err()),
];

/// Who may do a thing.
#[derive(Clone, Copy, PartialEq)]
enum Need {
    /// Only a super-user.
    Superuser,
    /// Only a super-user in the name of somebody.
    SuperuserAs,
    /// Nobody with no more than the role `default`, or a super-user.
    Granted,
    /// Everybody with the role `default`.
    Default,
    /// The same, but somebody must do it.
    User,
    /// Only Alice, or a super-user.
    Itself,
}

fn bad_update() -> UpdateRoom {
    UpdateRoom { name: Some(String::new()), ..UpdateRoom::default() }
}

fn too_many() -> UserIds {
    UserIds { user_ids: vec![user("no"); 11] }
}

fn check(actor: &Actor, expected: impl Fn(Need, &'static str) -> &'static str) {
    for (name, need, beyond, operation) in OPERATIONS {
        let refusal = operation(&mut instance(), actor);
        assert_eq!(refusal.as_ref().map_or("", Refusal::kind), expected(need, beyond), "{name} by {actor:?}");
    }
}

#[test]
fn a_user_may_what_the_default_role_allows() {
    check(&Actor::user("alice"), |need, beyond| match need {
        Need::Superuser | Need::SuperuserAs | Need::Granted => MISSING,
        Need::Default | Need::User | Need::Itself => beyond,
    });
}

#[test]
fn a_user_may_not_act_for_another() {
    check(&Actor::user("bob"), |need, beyond| match need {
        Need::Superuser | Need::SuperuserAs | Need::Granted => MISSING,
        Need::Itself => SUBJECT,
        Need::Default | Need::User => beyond,
    });
}

#[test]
fn a_superuser_may_everything() {
    check(&Actor::superuser_as("bob"), |_, beyond| beyond);
}

#[test]
fn a_superuser_without_a_name_cannot_act_as_somebody() {
    check(&Actor::superuser(), |need, beyond| match need {
        Need::SuperuserAs | Need::User => SUBJECT,
        Need::Superuser | Need::Granted | Need::Default | Need::Itself => beyond,
    });
}

#[test]
fn nobody_at_all_may_nothing() {
    let nobody = Actor { user: None, superuser: false };
    check(&nobody, |need, _| match need {
        Need::Superuser | Need::SuperuserAs => MISSING,
        // Permissions are those of a user, and there is none.
        Need::Granted | Need::Default | Need::User | Need::Itself => SUBJECT,
    });
}

#[test]
fn a_user_that_does_not_exist_is_told_so() {
    let refusal = instance().room(&Actor::user("ghost"), &room("lobby")).unwrap_err();
    assert_eq!(refusal, Refusal::UserNotFound(user("ghost")));
    assert!(refusal.to_string().contains("does not exist"));
}

#[test]
fn only_a_member_sends_unless_it_is_a_superuser() {
    let mut instance = instance();
    let mut send = |actor| instance.send_message(&actor, &room("lobby"), text("x"), at(9)).map(drop);
    assert_eq!(send(Actor::user("carol")).unwrap_err().kind(), MISSING);
    assert_eq!(send(Actor::superuser_as("carol")), Ok(()));
    assert_eq!(send(Actor::superuser_as("ghost")).unwrap_err().kind(), USER);
}
