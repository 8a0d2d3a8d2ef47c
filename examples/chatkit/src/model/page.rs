//! The queries that select and order a part of a list.

use api_core::Model;
use jiff::Timestamp;
use pusher_platform::parse_bool;
use serde::{Deserialize, Serialize};

use super::id::{MessageId, RoomId, UserId};

/// A page of the list of users, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Model)]
pub struct UserPage {
    /// Selects users created at this time or later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_ts: Option<Timestamp>,
    /// Maximum number of users. Default: 20, at most 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// A lookup of users by id.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Model)]
pub struct UsersById {
    /// The ids, one per parameter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub id: Vec<UserId>,
    /// The ids joined by commas, as older clients send them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_ids: Option<String>,
}

impl UsersById {
    /// Returns the requested ids from both parameters.
    pub fn ids(&self) -> Vec<UserId> {
        let joined = self.user_ids.iter().flat_map(|ids| ids.split(',')).filter(|id| !id.is_empty());
        self.id.iter().cloned().chain(joined.map(UserId::new)).collect()
    }
}

/// A selection of rooms with respect to a user.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct UserRooms {
    /// Whether to select the public rooms of which the user is not a member, instead of the user's rooms.
    #[serde(default, deserialize_with = "parse_bool")]
    #[model(as = bool)]
    pub joinable: bool,
}

/// A page of the list of rooms, ordered by id, at most 100.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct RoomPage {
    /// Selects rooms after this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_id: Option<RoomId>,
    /// Whether private rooms are included.
    #[serde(default, deserialize_with = "parse_bool")]
    #[model(as = bool)]
    pub include_private: bool,
}

/// A page of a room's messages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct MessagePage {
    /// The message at which the page starts, itself excluded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initial_id: Option<MessageId>,
    /// Maximum number of messages. Default: 20, at most 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// The direction of the page.
    #[serde(default)]
    pub direction: Direction,
}

/// The direction of a page of messages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Newest first, from the latest message or from before the start.
    #[default]
    Older,
    /// Oldest first, from the first message or from after the start.
    Newer,
}

/// The query of a subscription to a room.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct RoomStart {
    /// Maximum number of latest messages to send first. Default: 20, at most 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_limit: Option<u32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_parameters_of_a_lookup_are_used() {
        let lookup = UsersById { id: vec!["a".into()], user_ids: Some("b,,c".to_owned()) };
        assert_eq!(lookup.ids(), ["a".into(), "b".into(), "c".into()]);
    }
}
