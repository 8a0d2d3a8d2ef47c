//! What version 7 of the service tells beside a room: who is in it, and how far the reader is.

use api_core::Model;
use serde::{Deserialize, Serialize};

use super::cursor::Cursor;
use super::id::{RoomId, UserId};
use super::room::Room;
use super::user::User;

/// Who is in a room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Membership {
    /// Which room.
    pub room_id: RoomId,
    /// The members.
    pub user_ids: Vec<UserId>,
}

/// How far a user is in a room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct ReadState {
    /// Which room.
    pub room_id: RoomId,
    /// How many messages lie after the cursor, the user's own included.
    pub unread_count: u64,
    /// The cursor, if it was ever set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

/// A room with its members beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct RoomWithMembership {
    /// The room, without members and counts.
    pub room: Room,
    /// Its members.
    pub membership: Membership,
}

/// Rooms with their members beside them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct RoomsWithMemberships {
    /// The rooms, without members and counts.
    pub rooms: Vec<Room>,
    /// Their members, in the same order.
    pub memberships: Vec<Membership>,
}

/// What one user is told, in version 7 of the service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(tag = "event_name", content = "data", rename_all = "snake_case")]
pub enum UserEventV7 {
    /// The first event: everything the user knows.
    InitialState(UserStateV7),
    /// The user is now in this room.
    AddedToRoom {
        /// The room.
        room: Room,
        /// Who is in it.
        membership: Membership,
        /// How far the user is in it.
        read_state: ReadState,
    },
    /// The user is no longer in this room.
    RemovedFromRoom {
        /// Which room.
        room_id: RoomId,
    },
    /// The room itself changed.
    RoomUpdated {
        /// The whole room.
        room: Room,
    },
    /// A room the user was in is gone.
    RoomDeleted {
        /// Which room.
        room_id: RoomId,
    },
    /// The user's cursor moved, or there is more or less to read.
    ReadStateUpdated {
        /// How far the user is now.
        read_state: ReadState,
    },
    /// Somebody else is now in a room of the user.
    UserJoinedRoom {
        /// Which room.
        room_id: RoomId,
        /// Who.
        user_id: UserId,
    },
    /// Somebody else is no longer in a room of the user.
    UserLeftRoom {
        /// Which room.
        room_id: RoomId,
        /// Who.
        user_id: UserId,
    },
}

/// Everything a user knows when the subscription opens, in version 7 of the service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct UserStateV7 {
    /// The user.
    pub current_user: User,
    /// The rooms the user is in.
    pub rooms: Vec<Room>,
    /// How far the user is, in at most 1000 rooms: those with the latest messages.
    pub read_states: Vec<ReadState>,
    /// Who is in these rooms.
    pub memberships: Vec<Membership>,
}
