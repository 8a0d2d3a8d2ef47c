//! The events of each topic, up to version 6 of the service.

use api_core::Model;
use serde::{Deserialize, Serialize};

use super::cursor::Cursor;
use super::id::{MessageId, RoomId, UserId};
use super::message::Message;
use super::room::Room;
use super::text_message::TextMessage;
use super::time::Time;
use super::user::User;

/// The body of an event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct EventBody<E> {
    /// The event: `event_name` and `data`.
    #[serde(flatten)]
    pub event: E,
    /// When the event happened.
    pub timestamp: Time,
}

/// The events of the user topic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(tag = "event_name", content = "data", rename_all = "snake_case")]
pub enum UserEvent {
    /// The first event: the state of the user.
    InitialState(UserState),
    /// The user was added to a room.
    AddedToRoom {
        /// The room, with the counts of this user.
        room: Room,
    },
    /// The user was removed from a room.
    RemovedFromRoom {
        /// The room's id.
        room_id: RoomId,
    },
    /// The room changed, or the user's counts in it.
    RoomUpdated {
        /// The whole room, with the counts of this user.
        room: Room,
    },
    /// A room of the user was deleted.
    RoomDeleted {
        /// The room's id.
        room_id: RoomId,
    },
    /// A cursor of the user was set, possibly on another device.
    NewCursor(Cursor),
}

/// The state of a user when the subscription opens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct UserState {
    /// The user.
    pub current_user: User,
    /// The user's rooms, with the user's counts.
    pub rooms: Vec<Room>,
    /// The user's cursors.
    pub cursors: Vec<Cursor>,
}

/// The events of the room topic, from version 3 on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(tag = "event_name", content = "data", rename_all = "snake_case")]
pub enum RoomEvent {
    /// A message was sent.
    NewMessage(Message),
    /// A message was deleted.
    MessageDeleted {
        /// The message's id.
        message_id: MessageId,
    },
    /// A user is typing. There is no event for its end.
    IsTyping {
        /// The user.
        user_id: UserId,
    },
}

/// The events of the room topic in version 2, which does not report deletions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(tag = "event_name", content = "data", rename_all = "snake_case")]
pub enum TextRoomEvent {
    /// A message was sent.
    NewMessage(TextMessage),
    /// A user is typing. There is no event for its end.
    IsTyping {
        /// The user.
        user_id: UserId,
    },
}

/// The events of the memberships topic of a room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(tag = "event_name", content = "data", rename_all = "snake_case")]
pub enum MembershipEvent {
    /// The first event: the members of the room.
    InitialState {
        /// The members.
        user_ids: Vec<UserId>,
    },
    /// A user joined the room.
    UserJoined {
        /// The user.
        user_id: UserId,
    },
    /// A user left the room.
    UserLeft {
        /// The user.
        user_id: UserId,
    },
}

/// The events of a cursor topic: that of a room, or that of a user.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(tag = "event_name", content = "data", rename_all = "snake_case")]
pub enum CursorEvent {
    /// The first event: all cursors of the topic.
    InitialState(CursorState),
    /// A cursor was set.
    NewCursor(Cursor),
}

/// The cursors when the subscription opens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct CursorState {
    /// The cursors.
    pub cursors: Vec<Cursor>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_body_of_an_event_has_a_name_data_and_a_time() {
        let body = EventBody {
            event: MembershipEvent::UserJoined { user_id: "alice".into() },
            timestamp: "2017-04-14T14:00:42Z".parse::<jiff::Timestamp>().unwrap().into(),
        };
        let sent = json!({
            "event_name": "user_joined", "data": {"user_id": "alice"}, "timestamp": "2017-04-14T14:00:42Z",
        });
        assert_eq!(serde_json::to_value(&body).unwrap(), sent);
        assert_eq!(serde_json::from_value::<EventBody<MembershipEvent>>(sent).unwrap(), body);
    }

    #[test]
    fn the_data_of_a_cursor_event_is_the_cursor() {
        let sent = json!({"event_name": "new_cursor", "data": {
            "cursor_type": 0, "room_id": "r", "user_id": "u", "position": -3, "updated_at": "2017-04-14T14:00:42Z",
        }});
        let event: CursorEvent = serde_json::from_value(sent.clone()).unwrap();
        assert_eq!(serde_json::to_value(event).unwrap(), sent);
    }
}
