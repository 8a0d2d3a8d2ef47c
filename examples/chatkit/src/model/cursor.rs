//! Cursors: how far a user has read a room.

use api_core::Model;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::id::{RoomId, UserId};

/// The only type of cursor there is: how far the user has read.
pub const READ_CURSOR: u32 = 0;

/// How far a user has read a room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Cursor {
    /// Always [`READ_CURSOR`].
    pub cursor_type: u32,
    /// Where the user reads.
    pub room_id: RoomId,
    /// Who reads.
    pub user_id: UserId,
    /// The id of the last message read, though any integer is taken.
    pub position: i64,
    /// When the cursor was last set.
    pub updated_at: Timestamp,
}

/// Where to set a cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Position {
    /// The id of the last message read, though any integer is taken.
    pub position: i64,
}
