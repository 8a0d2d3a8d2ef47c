//! The steps of a random test, on one of the versions. Users, rooms, messages, roles and files may not exist.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::content::{Content, content};

pub(crate) const USERS: [&str; 4] = ["alice", "bob", "carol/50% off", "dave"];
pub(crate) const ROOMS: [&str; 3] = ["attic", "cellar/ü", "lobby"];
const ROLES: [&str; 3] = ["admin", "default", "guest"];
const FILES: [&str; 3] = ["a", "b", "c"];
/// The permissions that decide whether a step is allowed.
const PERMISSIONS: [&str; 6] =
    ["cursors:read:set", "file:create", "message:create", "room:create", "room:join", "room:leave"];

type Name = &'static str;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    V2,
    V6,
    V7,
}

/// Where a role applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scope {
    Global,
    Room,
}

#[derive(Debug, Clone)]
pub(crate) enum Step {
    CreateUser { user: Name, version: Version },
    CreateUsers { users: Vec<Name>, version: Version },
    UpdateUser { user: Name, name: Name, version: Version },
    DeleteUser { user: Name, version: Version },
    CreateRoom { creator: Name, room: Name, private: bool, members: Vec<Name>, version: Version },
    UpdateRoom { room: Name, private: bool, version: Version },
    DeleteRoom { room: Name, version: Version },
    Join { user: Name, room: Name, version: Version },
    Leave { user: Name, room: Name, version: Version },
    Add { room: Name, users: Vec<Name>, version: Version },
    Remove { room: Name, users: Vec<Name>, version: Version },
    Send { user: Name, room: Name, content: Content },
    Edit { user: Name, room: Name, message: u64, content: Content },
    DeleteMessage { room: Name, message: u64, version: Version },
    Type { user: Name, room: Name, version: Version },
    SetCursor { user: Name, room: Name, position: i64 },
    CreateRole { scope: Scope, role: Name, permissions: Vec<Name> },
    DeleteRole { scope: Scope, role: Name },
    UpdatePermissions { scope: Scope, role: Name, added: Vec<Name>, removed: Vec<Name> },
    AssignRole { user: Name, role: Name, room: Option<Name> },
    RemoveRole { user: Name, room: Option<Name> },
    ScheduleUserDeletion { user: Name },
    ScheduleRoomDeletion { room: Name },
    Wipe,
    Announce { user: Name, room: Name, file: Name },
    Upload { file: Name },
    AddFile { room: Name, file: Name },
}

/// Returns the steps with which a test starts, so that fewer of the others are refused.
pub(crate) fn start() -> impl Iterator<Item = Step> {
    let users = USERS.map(|user| Step::CreateUser { user, version: Version::V6 });
    let rooms = ROOMS.map(|room| Step::CreateRoom {
        creator: "alice",
        room,
        private: room == "attic",
        members: vec!["bob"],
        version: Version::V7,
    });
    users.into_iter().chain(rooms)
}

/// Generates a step that is a call of the service.
pub(crate) fn call() -> impl Strategy<Value = Step> {
    prop_oneof![9 => of_users(), 18 => of_rooms(), 30 => of_messages(), 6 => of_roles(), 1 => Just(Step::Wipe)]
}

/// Generates any step. The ids of files are chosen by the service, so only operations of the domain include them.
pub(crate) fn operation() -> impl Strategy<Value = Step> {
    prop_oneof![10 => call(), 1 => of_files()]
}

fn of_users() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (user(), version()).prop_map(|(user, version)| Step::CreateUser { user, version }),
        1 => (prop::collection::vec(user(), 1..3), version())
            .prop_map(|(users, version)| Step::CreateUsers { users, version }),
        1 => (user(), select(vec!["A", "B"]), version())
            .prop_map(|(user, name, version)| Step::UpdateUser { user, name, version }),
        2 => (user(), version()).prop_map(|(user, version)| Step::DeleteUser { user, version }),
        1 => user().prop_map(|user| Step::ScheduleUserDeletion { user }),
    ]
}

fn of_rooms() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (user(), room(), any::<bool>(), some_users(), version()).prop_map(
            |(creator, room, private, members, version)| Step::CreateRoom { creator, room, private, members, version }
        ),
        1 => (room(), any::<bool>(), version())
            .prop_map(|(room, private, version)| Step::UpdateRoom { room, private, version }),
        1 => (room(), version()).prop_map(|(room, version)| Step::DeleteRoom { room, version }),
        1 => room().prop_map(|room| Step::ScheduleRoomDeletion { room }),
        4 => (user(), room(), version()).prop_map(|(user, room, version)| Step::Join { user, room, version }),
        2 => (user(), room(), version()).prop_map(|(user, room, version)| Step::Leave { user, room, version }),
        2 => (room(), some_users(), version()).prop_map(|(room, users, version)| Step::Add { room, users, version }),
        1 => (room(), some_users(), version()).prop_map(|(room, users, version)| Step::Remove { room, users, version }),
    ]
}

fn of_messages() -> impl Strategy<Value = Step> {
    let message = || 1..16_u64;
    prop_oneof![
        8 => (user(), room(), content()).prop_map(|(user, room, content)| Step::Send { user, room, content }),
        2 => (user(), room(), message(), content())
            .prop_map(|(user, room, message, content)| Step::Edit { user, room, message, content }),
        2 => (room(), message(), version())
            .prop_map(|(room, message, version)| Step::DeleteMessage { room, message, version }),
        1 => (user(), room(), version()).prop_map(|(user, room, version)| Step::Type { user, room, version }),
        5 => (user(), room(), -2..20_i64)
            .prop_map(|(user, room, position)| Step::SetCursor { user, room, position }),
    ]
}

fn of_roles() -> impl Strategy<Value = Step> {
    let scope = || select(vec![Scope::Global, Scope::Room]);
    let role = || select(&ROLES[..]);
    let some = || subsequence(&PERMISSIONS[..], 0..=3);
    let somewhere = || prop::option::of(room());
    prop_oneof![
        2 => (scope(), role(), some())
            .prop_map(|(scope, role, permissions)| Step::CreateRole { scope, role, permissions }),
        1 => (scope(), role()).prop_map(|(scope, role)| Step::DeleteRole { scope, role }),
        2 => (scope(), role(), some(), some())
            .prop_map(|(scope, role, added, removed)| Step::UpdatePermissions { scope, role, added, removed }),
        4 => (user(), role(), somewhere()).prop_map(|(user, role, room)| Step::AssignRole { user, role, room }),
        2 => (user(), somewhere()).prop_map(|(user, room)| Step::RemoveRole { user, room }),
    ]
}

fn of_files() -> impl Strategy<Value = Step> {
    let file = || select(&FILES[..]);
    prop_oneof![
        (user(), room(), file()).prop_map(|(user, room, file)| Step::Announce { user, room, file }),
        file().prop_map(|file| Step::Upload { file }),
        (room(), file()).prop_map(|(room, file)| Step::AddFile { room, file }),
    ]
}

fn user() -> impl Strategy<Value = Name> + Clone {
    select(&USERS[..])
}

fn some_users() -> impl Strategy<Value = Vec<Name>> {
    subsequence(&USERS[..], 0..=4)
}

fn room() -> impl Strategy<Value = Name> + Clone {
    select(&ROOMS[..])
}

fn version() -> impl Strategy<Value = Version> + Clone {
    select(vec![Version::V2, Version::V6, Version::V7])
}
