//! A small instance for tests of the domain, and shorthands for operations and events.

use std::sync::Arc;

use chatkit::domain::{Actor, Changed, Event, Instance, Notice, Publication, Refusal, Topic};
use chatkit::model::{
    CreateRoom, CreateUser, Message, MessageId, NewPart, Position, Room, RoomEvent, RoomId, SendMessage, UserEvent,
    UserId,
};
use jiff::Timestamp;

/// Returns the time `second` seconds after a fixed start.
pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_490_000_000 + second).unwrap()
}

pub(crate) fn user(id: &str) -> UserId {
    UserId::new(id)
}

pub(crate) fn room(id: &str) -> RoomId {
    RoomId::new(id)
}

pub(crate) fn new_user(id: &str) -> CreateUser {
    CreateUser { id: id.into(), name: id.to_uppercase(), avatar_url: None, custom_data: None }
}

pub(crate) fn new_room(id: &str, members: &[&str]) -> CreateRoom {
    CreateRoom {
        id: Some(id.into()),
        name: id.to_uppercase(),
        private: false,
        user_ids: members.iter().map(|id| user(id)).collect(),
        custom_data: None,
        push_notification_title_override: None,
        created_by_id: None,
    }
}

pub(crate) fn text(text: &str) -> SendMessage {
    SendMessage { parts: vec![NewPart::Inline { media_type: "text/plain".to_owned(), content: text.to_owned() }] }
}

/// Generates no id: for rooms whose request contains one.
pub(crate) fn no_id() -> RoomId {
    panic!("the request contains the id")
}

/// Creates an instance with Alice and Bob in the room `lobby`, and Carol in no room.
pub(crate) fn instance() -> Instance {
    let mut instance = Instance::new();
    for (second, id) in (0..).zip(["alice", "bob", "carol"]) {
        value(instance.create_user(new_user(id), at(second)).unwrap());
    }
    create(&mut instance, "alice", new_room("lobby", &["bob"])).unwrap();
    instance
}

pub(crate) fn create(instance: &mut Instance, creator: &str, new: CreateRoom) -> Result<Room, Refusal> {
    instance.create_room(&Actor::user(creator), new, no_id, at(9)).map(value)
}

pub(crate) fn send(instance: &mut Instance, sender: &str, to: &str, content: &str) -> Result<MessageId, Refusal> {
    let sent = instance.send_message(&user(sender), &room(to), text(content), at(10))?;
    Ok(sent.value.message_id)
}

pub(crate) fn read_to(instance: &mut Instance, reader: &str, of: &str, position: i64) -> Vec<Publication> {
    instance.set_cursor(&room(of), &user(reader), Position { position }, at(11)).unwrap().publications
}

/// Returns a room as one of its members sees it.
pub(crate) fn seen(instance: &Instance, by: &str, of: &str) -> Room {
    let rooms = instance.rooms_of_user(&user(by)).unwrap();
    rooms.into_iter().find(|seen| seen.id == room(of)).expect("the user is in the room")
}

pub(crate) fn ids(messages: &[Arc<Message>]) -> Vec<u64> {
    messages.iter().map(|message| message.id.number()).collect()
}

pub(crate) fn value<T>(changed: Changed<T>) -> T {
    changed.value
}

/// Returns topics and names of events as service versions up to 6 send them, for example `alice: added_to_room`.
pub(crate) fn names(publications: &[Publication]) -> Vec<String> {
    let name = |publication: &Publication| {
        let name = match &publication.event {
            Event::User(notice) => notice_name(notice)?.to_owned(),
            Event::Room { event, .. } => event_name(event),
            Event::Membership(event) => event_name(event),
            Event::Cursor(event) => event_name(event),
            Event::Notification(..) | Event::AccessChanged => return None,
        };
        Some(match &publication.topic {
            Topic::User(id) | Topic::Notifications(id) => format!("{id}: {name}"),
            Topic::Room(id) => format!("{id}: {name}"),
            Topic::Memberships(id) => format!("{id} members: {name}"),
            Topic::RoomCursors(id) => format!("{id} cursors: {name}"),
            Topic::UserCursors(id) => format!("{id} cursors: {name}"),
        })
    };
    publications.iter().filter_map(name).collect()
}

fn event_name(event: &impl serde::Serialize) -> String {
    serde_json::to_value(event).unwrap()["event_name"].as_str().unwrap().to_owned()
}

fn notice_name(notice: &Notice) -> Option<&'static str> {
    Some(match notice {
        Notice::AddedToRoom(_) => "added_to_room",
        Notice::RemovedFromRoom(_) => "removed_from_room",
        Notice::RoomUpdated(_) | Notice::ReadStateChanged(_) | Notice::ReadStateChangedByCursor(_) => "room_updated",
        Notice::RoomDeleted(_) => "room_deleted",
        Notice::CursorSet(_) => "new_cursor",
        Notice::LastMessageChanged(_) | Notice::UserJoined(..) | Notice::UserLeft(..) => return None,
    })
}

/// Returns the room in a user event, as that user sees it.
pub(crate) fn room_in(instance: &Instance, publication: &Publication) -> Option<Room> {
    let (Topic::User(user), Event::User(notice)) = (&publication.topic, &publication.event) else { return None };
    match instance.user_event(user, notice)? {
        UserEvent::AddedToRoom { room } | UserEvent::RoomUpdated { room } => Some(room),
        _ => None,
    }
}

/// Returns the message of a `new_message` event.
pub(crate) fn message_in(publication: &Publication) -> Option<&Message> {
    match &publication.event {
        Event::Room { event: RoomEvent::NewMessage(message), .. } => Some(message),
        _ => None,
    }
}
