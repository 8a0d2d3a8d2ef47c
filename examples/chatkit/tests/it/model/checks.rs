//! Compares everything that can be read, in every version, with the model.

use std::collections::{BTreeMap, BTreeSet};

use api_core::Patch;
use chatkit::api::{
    Chatkit as _, ChatkitApi, ChatkitAuthorizer as _, ChatkitAuthorizerApi, ChatkitCursors as _, ChatkitCursorsApi,
    ChatkitV2 as _, ChatkitV2Api, ChatkitV7 as _, ChatkitV7Api,
};
use chatkit::model::{
    Cursor, Direction, Message, MessagePage, Room, RoomId, RoomPage, TextMessage, Time, UserPage, UserRooms,
};
use pusher_platform::token::Grant;
use serde_json::Value;

use super::reference::{self, Reference};
use super::service::Service;

pub(crate) async fn check(service: &Service, reference: &Reference) {
    let six = service.client::<ChatkitApi>(&Grant::superuser());
    let users = six.users(UserPage::default()).await.unwrap();
    let users: BTreeSet<(&str, &str)> = users.iter().map(|user| (user.id.as_str(), &*user.name)).collect();
    assert_eq!(users, reference.users.iter().map(|(id, user)| (*id, user.name)).collect());
    let all = six.rooms(RoomPage { include_private: true, ..RoomPage::default() }).await.unwrap();
    assert_eq!(names(&all), reference.rooms.keys().map(|room| (*room).to_owned()).collect::<Vec<_>>());
    for room in reference.rooms.keys() {
        check_room(service, reference, room).await;
        check_messages(service, &reference.rooms[room], room).await;
        check_pages(service, &reference.rooms[room], room).await;
    }
    for user in reference.users.keys() {
        check_user(service, reference, user).await;
    }
}

async fn check_room(service: &Service, reference: &Reference, name: &'static str) {
    let su = &Grant::superuser();
    let room = &reference.rooms[name];
    let members: Vec<String> = room.members.iter().map(|member| (*member).to_owned()).collect();
    let two = service.client::<ChatkitV2Api>(su).room(name.into()).await.unwrap();
    let six = service.client::<ChatkitApi>(su).room(name.into()).await.unwrap();
    let seven = service.client::<ChatkitV7Api>(su).room(name.into()).await.unwrap();
    for found in [&two, &six, &seven] {
        assert_eq!((found.created_by_id.as_str(), found.private), (room.creator, room.private), "{name}");
    }
    assert_eq!((members_of(&two), members_of(&six)), (members.clone(), members), "{name}");
    assert_eq!((seven.member_user_ids, seven.unread_count), (Patch::Absent, None), "{name}");
    let cursors = service.client::<ChatkitCursorsApi>(su).cursors_of_room(name.into()).await.unwrap();
    let expected = reference.cursors.iter().filter(|((of, _), _)| *of == name);
    let expected: BTreeMap<String, i64> =
        expected.map(|((_, user), position)| ((*user).to_owned(), *position)).collect();
    assert_eq!(positions(&cursors, |cursor| cursor.user_id.to_string()), expected, "{name}");
}

async fn check_user(service: &Service, reference: &Reference, user: &'static str) {
    // With a grant of the user, requests would be refused while its permissions are removed.
    let su = &Grant::superuser();
    let (two, six, seven) =
        (service.client::<ChatkitV2Api>(su), service.client::<ChatkitApi>(su), service.client::<ChatkitV7Api>(su));
    let mine: Vec<&str> = reference.rooms_of(user).into_iter().collect();
    let rooms = six.rooms_of_user(user.into(), UserRooms::default()).await.unwrap();
    for room in &rooms {
        let (name, expected) = (room.id.as_str(), &reference.rooms[room.id.as_str()]);
        assert_eq!(room.unread_count, Some(reference.unread(user, name) as u64), "{user} in {name}");
        assert_eq!(room.last_message_at.map(Time::as_second), expected.last_message_at(), "{user} in {name}");
        assert_eq!(members_of(room).len(), expected.members.len(), "{user} in {name}");
    }
    let older = two.rooms_of_user(user.into(), UserRooms::default()).await.unwrap();
    assert!(older.iter().all(|room| room.unread_count.is_none() && matches!(room.member_user_ids, Patch::Value(_))));
    let newer = seven.rooms_of_user(user.into()).await.unwrap();
    assert_eq!(
        (names(&rooms), names(&older), names(&newer)),
        (mine.clone().to_texts(), mine.clone().to_texts(), mine.to_texts())
    );

    let joinable: Vec<&str> = reference.joinable(user).into_iter().collect();
    let query = UserRooms { joinable: true };
    let (six, two) = (six.rooms_of_user(user.into(), query.clone()).await, two.rooms_of_user(user.into(), query).await);
    let seven = seven.joinable_rooms(user.into()).await.unwrap();
    let (six, two) = (six.unwrap(), two.unwrap());
    let expected = joinable.to_texts();
    assert_eq!((names(&six), names(&two), names(&seven.rooms)), (expected.clone(), expected.clone(), expected));
    for (room, membership) in six.iter().zip(&seven.memberships) {
        let beside: Vec<String> = membership.user_ids.iter().map(ToString::to_string).collect();
        assert_eq!((&room.id, members_of(room)), (&membership.room_id, beside));
    }

    let roles = service.client::<ChatkitAuthorizerApi>(su).roles_of_user(user.into()).await.unwrap();
    let roles = roles.iter().map(|role| (role.room_id.as_ref().map(RoomId::as_str), &*role.role_name));
    assert_eq!(roles.collect::<BTreeSet<_>>(), reference.roles_of(user), "{user}");

    let cursors = service.client::<ChatkitCursorsApi>(su).cursors_of_user(user.into()).await.unwrap();
    let expected = reference.cursors.iter().filter(|((_, owner), _)| *owner == user);
    let expected = expected.map(|((room, _), position)| ((*room).to_owned(), *position)).collect();
    assert_eq!(positions(&cursors, |cursor| cursor.room_id.to_string()), expected, "{user}");
}

/// Compares messages: one sent in either form can be read in both.
async fn check_messages(service: &Service, room: &reference::Room, name: &'static str) {
    let su = &Grant::superuser();
    let page = MessagePage { limit: Some(100), direction: Direction::Newer, ..MessagePage::default() };
    let six = service.client::<ChatkitApi>(su).messages(name.into(), page.clone()).await.unwrap();
    let seven = service.client::<ChatkitV7Api>(su).messages(name.into(), page.clone()).await.unwrap();
    let two = service.client::<ChatkitV2Api>(su).messages(name.into(), page).await.unwrap();
    assert_eq!(six, seven);
    assert_eq!((six.len(), two.len()), (room.messages.len(), room.messages.len()), "{name}");
    for ((id, expected), (parts, text)) in room.messages.iter().zip(six.iter().zip(&two)) {
        check_message(*id, expected, parts, text);
        assert_eq!((parts.room_id.as_str(), text.room_id.as_str()), (name, name));
    }
}

pub(crate) fn check_message(id: u64, expected: &reference::Message, parts: &Message, text: &TextMessage) {
    let times = (expected.created_at, expected.updated_at);
    let head = (id, expected.sender, times.0, times.1);
    let of = |id: u64, sender: &str, created: Time, updated: Time| {
        assert_eq!((id, sender, created.as_second(), updated.as_second()), head);
    };
    of(parts.id.number(), parts.user_id.as_str(), parts.created_at, parts.updated_at);
    of(text.id.number(), text.user_id.as_str(), text.created_at, text.updated_at);
    assert_eq!(serde_json::to_value(&parts.parts).unwrap(), Value::Array(expected.parts.clone()), "{id}");
    assert_eq!(text.text, expected.text(), "{id}");
    let attachment = text.attachment.as_ref().map(|link| serde_json::to_value(link).unwrap());
    assert_eq!(attachment, expected.attachment(), "{id}");
}

/// Checks that small pages together are all messages, in both directions, also from the id of a deleted message.
async fn check_pages(service: &Service, room: &reference::Room, name: &'static str) {
    let client = service.client::<ChatkitApi>(&Grant::superuser());
    let newer: Vec<u64> = room.messages.keys().copied().collect();
    let older: Vec<u64> = newer.iter().rev().copied().collect();
    for (direction, whole) in [(Direction::Newer, newer), (Direction::Older, older)] {
        let mut found: Vec<u64> = Vec::new();
        loop {
            let initial_id = found.last().map(|id| chatkit::model::MessageId::new(*id));
            let page = MessagePage { initial_id, limit: Some(3), direction };
            let next = client.messages(name.into(), page).await.unwrap();
            if next.is_empty() {
                break;
            }
            found.extend(next.iter().map(|message| message.id.number()));
        }
        assert_eq!(found, whole, "{name}");
        let from = room.sent.get(room.sent.len() / 2).copied().unwrap_or_default();
        let page = MessagePage { initial_id: Some(chatkit::model::MessageId::new(from)), limit: Some(100), direction };
        let part = client.messages(name.into(), page).await.unwrap();
        let beyond = |id: &u64| if direction == Direction::Newer { *id > from } else { *id < from };
        let part: Vec<u64> = part.iter().map(|message| message.id.number()).collect();
        assert_eq!(part, whole.into_iter().filter(beyond).collect::<Vec<_>>(), "{name} from {from}");
    }
}

fn members_of(room: &Room) -> Vec<String> {
    let members = room.member_user_ids.clone().into_change().flatten().unwrap_or_default();
    members.iter().map(ToString::to_string).collect()
}

fn names(rooms: &[Room]) -> Vec<String> {
    rooms.iter().map(|room| room.id.to_string()).collect()
}

fn positions(cursors: &[Cursor], key: impl Fn(&Cursor) -> String) -> BTreeMap<String, i64> {
    cursors.iter().map(|cursor| (key(cursor), cursor.position)).collect()
}

trait ToTexts {
    fn to_texts(self) -> Vec<String>;
}

impl ToTexts for Vec<&str> {
    fn to_texts(self) -> Vec<String> {
        self.into_iter().map(str::to_owned).collect()
    }
}
