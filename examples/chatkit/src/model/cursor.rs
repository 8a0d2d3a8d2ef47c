//! Cursors: the position up to which a user has read a room.

use api_core::Model;
use serde::{Deserialize, Serialize};

use super::id::{RoomId, UserId};
use super::time::Time;

/// The only cursor type.
pub const READ_CURSOR: u32 = 0;

/// The position up to which a user has read a room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Cursor {
    /// Always [`READ_CURSOR`].
    pub cursor_type: u32,
    /// The room.
    pub room_id: RoomId,
    /// The user.
    pub user_id: UserId,
    /// The id of the last message read. Any integer is accepted.
    pub position: i64,
    /// When the cursor was last set.
    pub updated_at: Time,
}

/// The body of a request that sets a cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Position {
    /// The id of the last message read. Any integer is accepted.
    pub position: i64,
}
