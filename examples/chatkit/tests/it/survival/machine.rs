//! Random operations, each kept: what is read back is the same instance. An operation that forgets to say what it changed fails here.

use chatkit::domain::{Actor, AttachmentRecord, Changed, Instance, Record, Refusal};
use chatkit::model::{
    AnnounceAttachment, AssignRole, AttachmentId, BatchUsers, CreateRoom, CreateUser, MessageId, NewPart, Position,
    Role, RoomId, Scope, SendMessage, UpdatePermissions, UpdateRoom, UpdateUser, UserId, UserIds,
};
use chatkit::server::Storage as _;
use chatkit::store::SqliteStorage;
use jiff::Timestamp;
use proptest::prelude::*;
use proptest::sample::select;

const USERS: [&str; 3] = ["alice", "bob", "carol"];
const ROOMS: [&str; 2] = ["attic", "lobby"];
const FILES: [&str; 3] = ["a", "b", "c"];
const ROLES: [&str; 3] = ["admin", "default", "guest"];

/// One thing somebody does; what it names may not exist.
#[derive(Debug, Clone)]
enum Step {
    CreateUser(UserId),
    CreateUsers(Vec<UserId>),
    UpdateUser(UserId),
    DeleteUser(UserId),
    CreateRole(Scope, String),
    DeleteRole(Scope, String),
    UpdatePermissions(Scope, String),
    AssignRole(UserId, String, Option<RoomId>),
    RemoveRole(UserId, Option<RoomId>),
    CreateRoom(UserId, RoomId, Vec<UserId>),
    UpdateRoom(RoomId),
    DeleteRoom(RoomId),
    Join(UserId, RoomId),
    Leave(UserId, RoomId),
    Add(RoomId, Vec<UserId>),
    Remove(RoomId, Vec<UserId>),
    Send(UserId, RoomId),
    Edit(UserId, RoomId, MessageId),
    DeleteMessage(RoomId, MessageId),
    DeleteMessageAnywhere(MessageId),
    SetCursor(UserId, RoomId, i64),
    Announce(UserId, RoomId, AttachmentId),
    Upload(AttachmentId),
    AddFile(RoomId, AttachmentId),
    ScheduleRoomDeletion(RoomId),
    ScheduleUserDeletion(UserId),
    Wipe,
}

fn step() -> impl Strategy<Value = Step> {
    let user = || select(&USERS[..]).prop_map(UserId::new);
    let room = || select(&ROOMS[..]).prop_map(RoomId::new);
    let file = || select(&FILES[..]).prop_map(AttachmentId::new);
    let role = || select(&ROLES[..]).prop_map(str::to_owned);
    let scope = || select(vec![Scope::Global, Scope::Room]);
    let message = || (1..12_u64).prop_map(MessageId::new);
    let users = || prop::collection::vec(user(), 0..3);
    let people = prop_oneof![
        3 => user().prop_map(Step::CreateUser),
        1 => users().prop_map(Step::CreateUsers),
        1 => user().prop_map(Step::UpdateUser),
        1 => user().prop_map(Step::DeleteUser),
        1 => (scope(), role()).prop_map(|(scope, name)| Step::CreateRole(scope, name)),
        1 => (scope(), role()).prop_map(|(scope, name)| Step::DeleteRole(scope, name)),
        1 => (scope(), role()).prop_map(|(scope, name)| Step::UpdatePermissions(scope, name)),
        3 => (user(), role(), prop::option::of(room())).prop_map(|(user, name, room)| Step::AssignRole(user, name, room)),
        1 => (user(), prop::option::of(room())).prop_map(|(user, room)| Step::RemoveRole(user, room)),
        1 => user().prop_map(Step::ScheduleUserDeletion),
    ];
    let rooms = prop_oneof![
        3 => (user(), room(), users()).prop_map(|(creator, room, members)| Step::CreateRoom(creator, room, members)),
        1 => room().prop_map(Step::UpdateRoom),
        1 => room().prop_map(Step::DeleteRoom),
        1 => (user(), room()).prop_map(|(user, room)| Step::Join(user, room)),
        1 => (user(), room()).prop_map(|(user, room)| Step::Leave(user, room)),
        1 => (room(), users()).prop_map(|(room, users)| Step::Add(room, users)),
        1 => (room(), users()).prop_map(|(room, users)| Step::Remove(room, users)),
        1 => room().prop_map(Step::ScheduleRoomDeletion),
    ];
    let contents = prop_oneof![
        6 => (user(), room()).prop_map(|(user, room)| Step::Send(user, room)),
        1 => (user(), room(), message()).prop_map(|(user, room, id)| Step::Edit(user, room, id)),
        2 => (room(), message()).prop_map(|(room, id)| Step::DeleteMessage(room, id)),
        1 => message().prop_map(Step::DeleteMessageAnywhere),
        2 => (user(), room(), -2..12_i64).prop_map(|(user, room, position)| Step::SetCursor(user, room, position)),
        2 => (user(), room(), file()).prop_map(|(user, room, id)| Step::Announce(user, room, id)),
        2 => file().prop_map(Step::Upload),
        2 => (room(), file()).prop_map(|(room, id)| Step::AddFile(room, id)),
    ];
    prop_oneof![20 => people, 20 => rooms, 20 => contents, 1 => Just(Step::Wipe)]
}

fn take(instance: &mut Instance, step: Step, second: i64) -> Result<(), Refusal> {
    let now = Timestamp::from_second(1_490_000_000 + second).unwrap();
    match step {
        Step::CreateUser(id) => instance.create_user(new_user(id), now).map(quiet),
        Step::CreateUsers(ids) => {
            instance.create_users(BatchUsers { users: ids.into_iter().map(new_user).collect() }, now).map(quiet)
        }
        Step::UpdateUser(id) => {
            let update = UpdateUser { name: Some(second.to_string()), ..UpdateUser::default() };
            instance.update_user(&id, update, now).map(quiet)
        }
        Step::DeleteUser(id) => instance.delete_user(&id).map(quiet),
        Step::CreateRole(scope, name) => {
            instance.create_role(Role { name, scope, permissions: vec!["room:join".to_owned()] })
        }
        Step::DeleteRole(scope, name) => instance.delete_role(scope, &name),
        Step::UpdatePermissions(scope, name) => {
            let changes = UpdatePermissions {
                add_permissions: Some(vec!["room:leave".to_owned()]),
                remove_permissions: Some(vec!["room:join".to_owned()]),
            };
            instance.update_permissions(scope, &name, &changes)
        }
        Step::AssignRole(user, name, room_id) => instance.assign_role(&user, AssignRole { name, room_id }),
        Step::RemoveRole(user, room) => instance.remove_role(&user, room.as_ref()),
        Step::CreateRoom(creator, id, user_ids) => {
            let new = CreateRoom { name: id.to_string(), id: Some(id), user_ids, ..CreateRoom::default() };
            instance.create_room(&Actor::user(creator), new, || unreachable!("the body names it"), now).map(quiet)
        }
        Step::UpdateRoom(id) => {
            let update = UpdateRoom { name: Some(second.to_string()), ..UpdateRoom::default() };
            instance.update_room(&id, update, now).map(quiet)
        }
        Step::DeleteRoom(id) => instance.delete_room(&id).map(quiet),
        Step::Join(user, room) => instance.join_room(&user, &room).map(quiet),
        Step::Leave(user, room) => instance.leave_room(&user, &room).map(quiet),
        Step::Add(room, user_ids) => instance.add_users(&room, &UserIds { user_ids }).map(quiet),
        Step::Remove(room, user_ids) => instance.remove_users(&room, &UserIds { user_ids }).map(quiet),
        Step::Send(user, room) => instance.send_message(&user, &room, text(second), now).map(quiet),
        Step::Edit(user, room, id) => instance.edit_message(&user, &room, id, text(second), now).map(quiet),
        Step::DeleteMessage(room, id) => instance.delete_message(&room, id).map(quiet),
        Step::DeleteMessageAnywhere(id) => instance.delete_message_anywhere(id).map(quiet),
        Step::SetCursor(user, room, position) => {
            instance.set_cursor(&room, &user, Position { position }, now).map(quiet)
        }
        Step::Announce(user, room, id) => {
            let file = AnnounceAttachment {
                content_type: "text/plain".to_owned(),
                content_length: 3,
                name: None,
                custom_data: None,
            };
            instance.announce_attachment(&Actor::user(user), &room, file, id, now)
        }
        Step::Upload(id) => instance.uploaded(&id),
        Step::AddFile(room, id) => instance.add_file(named_file(room, id, now)),
        Step::ScheduleRoomDeletion(room) => instance.schedule_room_deletion(&room, format!("job {second}")).map(quiet),
        Step::ScheduleUserDeletion(user) => instance.schedule_user_deletion(&user, format!("job {second}")).map(quiet),
        Step::Wipe => {
            quiet(instance.wipe());
            Ok(())
        }
    }
}

fn quiet<T>(_: Changed<T>) {}

fn new_user(id: UserId) -> CreateUser {
    CreateUser { name: id.to_string(), id, avatar_url: None, custom_data: None }
}

fn text(second: i64) -> SendMessage {
    SendMessage { parts: vec![NewPart::Inline { media_type: "text/plain".to_owned(), content: second.to_string() }] }
}

fn named_file(room_id: RoomId, id: AttachmentId, created_at: Timestamp) -> AttachmentRecord {
    AttachmentRecord {
        id,
        room_id,
        user_id: None,
        content_type: "text/plain".to_owned(),
        size: 3,
        name: Some("name".to_owned()),
        custom_data: None,
        created_at,
        uploaded: true,
        named: true,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_read_back_is_what_there_was(steps in prop::collection::vec(step(), 1..60)) {
        let mut instance = Instance::new();
        let mut storage = SqliteStorage::in_memory("machine").unwrap();
        // Start with somebody in somewhere, so that fewer steps come to nothing.
        let start = USERS.map(|user| Step::CreateUser(UserId::new(user)));
        let rooms = ROOMS.map(|room| Step::CreateRoom("alice".into(), room.into(), vec!["bob".into()]));
        for (second, step) in (0..).zip(start.into_iter().chain(rooms).chain(steps)) {
            let refused = take(&mut instance, step.clone(), second).is_err();
            let writes = instance.take_writes();
            prop_assert!(!refused || writes.is_empty(), "{step:?} was refused and changed {writes:?}");
            storage.write(&writes).unwrap();
            let mut restored = Instance::restore(storage.load().unwrap()).unwrap();
            let (kept, there): (Vec<Record>, Vec<Record>) = (restored.records().collect(), instance.records().collect());
            prop_assert_eq!(kept, there, "after {:?}", step);
            prop_assert!(restored.take_writes().is_empty());
        }
    }
}
