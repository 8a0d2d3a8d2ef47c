//! Rooms, and what is sent to make and change them.

use api_core::Model;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::id::{RoomId, UserId};
use super::patch::Patch;
use super::user::CustomData;

/// A room. Which of the optional fields are there depends on the answer it stands in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Room {
    /// Which room this is.
    pub id: RoomId,
    /// The name shown to users.
    pub name: String,
    /// Who created it; the user may be gone.
    pub created_by_id: UserId,
    /// Whether it is kept out of the list of rooms one may join.
    pub private: bool,
    /// What the application keeps with the room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
    /// The title of push notifications about the room, in place of its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub push_notification_title_override: Option<String>,
    /// Who is in the room; in answers about one room or one user's rooms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member_user_ids: Option<Vec<UserId>>,
    /// How many messages lie after the reader's cursor, the reader's own included; where the reader is a known user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unread_count: Option<u64>,
    /// When the latest message was sent; where the reader is a known user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_message_at: Option<Timestamp>,
    /// When the room was created.
    pub created_at: Timestamp,
    /// When the room was last changed.
    pub updated_at: Timestamp,
    /// When the room was deleted, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
}

/// A room to be created.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Model)]
pub struct CreateRoom {
    /// The id, not yet taken; made up by the server when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<RoomId>,
    /// The name; at most 60 characters.
    pub name: String,
    /// Whether it is kept out of the list of rooms one may join.
    #[serde(default)]
    pub private: bool,
    /// Who is in the room from the start, beside the creator.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub user_ids: Vec<UserId>,
    /// What the application keeps with the room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
    /// The title of push notifications about the room, in place of its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub push_notification_title_override: Option<String>,
    /// The creator; says the same as the token, if anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_by_id: Option<UserId>,
}

/// A change to a room; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Model)]
pub struct UpdateRoom {
    /// The new name; at most 60 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether it is now kept out of the list of rooms one may join.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub private: Option<bool>,
    /// The new custom data, replacing the old as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
    /// The new title of push notifications; `null` removes it.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub push_notification_title_override: Patch<String>,
}

/// Users to be added to or removed from a room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct UserIds {
    /// The users; at most ten.
    pub user_ids: Vec<UserId>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_update_tells_absent_null_and_a_value_apart() {
        for (sent, expected) in [
            (json!({}), Patch::Keep),
            (json!({"push_notification_title_override": null}), Patch::Clear),
            (json!({"push_notification_title_override": "x"}), Patch::Set("x".to_owned())),
        ] {
            let update: UpdateRoom = serde_json::from_value(sent.clone()).unwrap();
            assert_eq!(update.push_notification_title_override, expected);
            assert_eq!(serde_json::to_value(update).unwrap(), sent);
        }
    }

    #[test]
    fn a_room_to_be_created_needs_no_more_than_a_name() {
        let room: CreateRoom = serde_json::from_value(json!({"name": "n"})).unwrap();
        assert!(!room.private && room.user_ids.is_empty());
    }

    #[test]
    fn optional_fields_may_be_null() {
        let room: CreateRoom = serde_json::from_value(json!({
            "name": "n", "id": null, "custom_data": null, "push_notification_title_override": null,
        }))
        .unwrap();
        assert_eq!((room.id, room.custom_data), (None, None));
    }
}
