//! What subscriptions send, topic by topic, up to version 6 of the service.

use api_core::Model;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::cursor::Cursor;
use super::id::{MessageId, RoomId, UserId};
use super::message::Message;
use super::room::Room;
use super::text_message::TextMessage;
use super::user::User;

/// The body of an event: what happened and when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct EventBody<E> {
    /// What happened: `event_name` and `data`.
    #[serde(flatten)]
    pub event: E,
    /// When it happened.
    pub timestamp: Timestamp,
}

/// What one user is told: rooms come, go and change, cursors move.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(tag = "event_name", content = "data", rename_all = "snake_case")]
pub enum UserEvent {
    /// The first event: everything the user knows.
    InitialState(UserState),
    /// The user is now in this room.
    AddedToRoom {
        /// The room, with counts for this user.
        room: Room,
    },
    /// The user is no longer in this room.
    RemovedFromRoom {
        /// Which room.
        room_id: RoomId,
    },
    /// The room itself, or this user's counts in it, changed.
    RoomUpdated {
        /// The whole room, with counts for this user.
        room: Room,
    },
    /// A room the user was in is gone.
    RoomDeleted {
        /// Which room.
        room_id: RoomId,
    },
    /// The user's own cursor was set, perhaps on another device.
    NewCursor(Cursor),
}

/// Everything a user knows when the subscription opens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct UserState {
    /// The user.
    pub current_user: User,
    /// The rooms the user is in, with counts for this user.
    pub rooms: Vec<Room>,
    /// The user's cursors.
    pub cursors: Vec<Cursor>,
}

/// What happens in one room, in the form of version 3 and later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(tag = "event_name", content = "data", rename_all = "snake_case")]
pub enum RoomEvent {
    /// A message was sent.
    NewMessage(Message),
    /// A message is gone.
    MessageDeleted {
        /// Which message.
        message_id: MessageId,
    },
    /// Somebody is typing; a pulse without an end.
    IsTyping {
        /// Who.
        user_id: UserId,
    },
}

/// What happens in one room, in the form of version 2, which knows of no deleted messages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(tag = "event_name", content = "data", rename_all = "snake_case")]
pub enum TextRoomEvent {
    /// A message was sent.
    NewMessage(TextMessage),
    /// Somebody is typing; a pulse without an end.
    IsTyping {
        /// Who.
        user_id: UserId,
    },
}

/// Who comes to and goes from one room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(tag = "event_name", content = "data", rename_all = "snake_case")]
pub enum MembershipEvent {
    /// The first event: who is in the room.
    InitialState {
        /// The members.
        user_ids: Vec<UserId>,
    },
    /// Somebody is now in the room.
    UserJoined {
        /// Who.
        user_id: UserId,
    },
    /// Somebody is no longer in the room.
    UserLeft {
        /// Who.
        user_id: UserId,
    },
}

/// How far one room is read by all, or all rooms by one user.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(tag = "event_name", content = "data", rename_all = "snake_case")]
pub enum CursorEvent {
    /// The first event: where the cursors stand.
    InitialState(CursorState),
    /// A cursor was set.
    NewCursor(Cursor),
}

/// Where the cursors stand when the subscription opens.
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
            timestamp: "2017-04-14T14:00:42Z".parse().unwrap(),
        };
        let sent = json!({
            "event_name": "user_joined", "data": {"user_id": "alice"}, "timestamp": "2017-04-14T14:00:42Z",
        });
        assert_eq!(serde_json::to_value(&body).unwrap(), sent);
        assert_eq!(serde_json::from_value::<EventBody<MembershipEvent>>(sent).unwrap(), body);
    }

    #[test]
    fn a_cursor_is_the_data_itself() {
        let sent = json!({"event_name": "new_cursor", "data": {
            "cursor_type": 0, "room_id": "r", "user_id": "u", "position": -3, "updated_at": "2017-04-14T14:00:42Z",
        }});
        let event: CursorEvent = serde_json::from_value(sent.clone()).unwrap();
        assert_eq!(serde_json::to_value(event).unwrap(), sent);
    }
}
