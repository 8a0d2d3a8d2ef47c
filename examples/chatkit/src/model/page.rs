//! The queries: which part of a list, and in which order.

use api_core::Model;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::id::{MessageId, RoomId, UserId};

/// Which users to list, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Model)]
pub struct UserPage {
    /// Only users created at this time or later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_ts: Option<Timestamp>,
    /// How many at most; 20 when absent, never more than 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Which users to look up.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Model)]
pub struct UsersById {
    /// One id each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub id: Vec<UserId>,
    /// Older clients: the ids joined by commas.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_ids: Option<String>,
}

impl UsersById {
    /// The ids asked for, in either spelling.
    pub fn ids(&self) -> Vec<UserId> {
        let joined = self.user_ids.iter().flat_map(|ids| ids.split(',')).filter(|id| !id.is_empty());
        self.id.iter().cloned().chain(joined.map(UserId::new)).collect()
    }
}

/// Which of the rooms to list that concern a user.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct UserRooms {
    /// Whether to list the public rooms the user is not in, instead of the rooms the user is in.
    #[serde(default)]
    pub joinable: bool,
}

/// Which rooms to list, ordered by id, at most 100.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct RoomPage {
    /// Only rooms after this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_id: Option<RoomId>,
    /// Whether private rooms are listed too.
    #[serde(default)]
    pub include_private: bool,
}

/// Which messages of a room to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct MessagePage {
    /// Where to start; this message itself is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initial_id: Option<MessageId>,
    /// How many at most; 20 when absent, never more than 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Which way to go from there.
    #[serde(default)]
    pub direction: Direction,
}

/// Which way to go through the messages of a room.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Newest first, from the end or from before the start.
    #[default]
    Older,
    /// Oldest first, from the beginning or from after the start.
    Newer,
}

/// How many messages a new subscription to a room begins with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct RoomStart {
    /// How many of the latest messages to send first; 20 when absent, never more than 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_limit: Option<u32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_of_a_lookup_are_read() {
        let lookup = UsersById { id: vec!["a".into()], user_ids: Some("b,,c".to_owned()) };
        assert_eq!(lookup.ids(), ["a".into(), "b".into(), "c".into()]);
    }
}
