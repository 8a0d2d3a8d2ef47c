//! The objects that version 7 of the service sends beside rooms: memberships and read states.

use api_core::Model;
use serde::{Deserialize, Serialize};

use super::cursor::Cursor;
use super::id::{RoomId, UserId};
use super::room::Room;
use super::user::User;

/// The members of a room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Membership {
    /// The room's id.
    pub room_id: RoomId,
    /// The members.
    pub user_ids: Vec<UserId>,
}

/// The read state of a user in a room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct ReadState {
    /// The room's id.
    pub room_id: RoomId,
    /// The number of messages after the cursor, the user's own included.
    pub unread_count: u64,
    /// The cursor, if it is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

/// A room and its membership.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct RoomWithMembership {
    /// The room, without members and counts.
    pub room: Room,
    /// The room's membership.
    pub membership: Membership,
}

/// Rooms and their memberships.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct RoomsWithMemberships {
    /// The rooms, without members and counts.
    pub rooms: Vec<Room>,
    /// The memberships in the order of the rooms.
    pub memberships: Vec<Membership>,
}

/// The events of the user topic in version 7 of the service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(tag = "event_name", content = "data", rename_all = "snake_case")]
pub enum UserEventV7 {
    /// The first event: the state of the user.
    InitialState(UserStateV7),
    /// The user was added to a room.
    AddedToRoom {
        /// The room.
        room: Room,
        /// The members.
        membership: Membership,
        /// The user's read state.
        read_state: ReadState,
    },
    /// The user was removed from a room.
    RemovedFromRoom {
        /// The room's id.
        room_id: RoomId,
    },
    /// The room itself changed.
    RoomUpdated {
        /// The whole room.
        room: Room,
    },
    /// A room of the user was deleted.
    RoomDeleted {
        /// The room's id.
        room_id: RoomId,
    },
    /// The user's cursor or unread count changed.
    ReadStateUpdated {
        /// The new read state.
        read_state: ReadState,
    },
    /// Another user joined a room of this user.
    UserJoinedRoom {
        /// The room's id.
        room_id: RoomId,
        /// The other user.
        user_id: UserId,
    },
    /// Another user left a room of this user.
    UserLeftRoom {
        /// The room's id.
        room_id: RoomId,
        /// The other user.
        user_id: UserId,
    },
}

/// The state of a user when the subscription opens, in version 7 of the service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct UserStateV7 {
    /// The user.
    pub current_user: User,
    /// The user's rooms.
    pub rooms: Vec<Room>,
    /// The read states of at most 1000 rooms, those with the latest messages.
    pub read_states: Vec<ReadState>,
    /// The memberships of the rooms.
    pub memberships: Vec<Membership>,
}
