//! Service `chatkit_cursors`, version 2: read cursors.

use api_core::{Model, Subscription, api};
use serde::{Deserialize, Serialize};

use super::ChatkitError;
use crate::model::{Cursor, CursorEvent, EventBody, Position, RoomId, UserId};

/// The response to a request that sets a cursor: an empty object, which the SDKs parse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct CursorSet {}

/// Read cursors.
#[api(
    base = "/services/chatkit_cursors/v2/{instance}",
    errors = ChatkitError,
    security = bearer,
    content_type = any,
    contract = "../../contracts/cursors.contract"
)]
pub trait ChatkitCursors {
    /// Sets a user's cursor in a room.
    #[put("/cursors/0/rooms/{room}/users/{user}", status = 201, requires = ["self", "cursors:read:set"])]
    async fn set_cursor(
        &self,
        room: RoomId,
        user: UserId,
        #[body] position: Position,
    ) -> Result<CursorSet, ChatkitError>;

    /// Returns a user's cursor in a room, or `null` if it was never set.
    #[get("/cursors/0/rooms/{room}/users/{user}", requires = "cursors:read:get")]
    async fn cursor(&self, room: RoomId, user: UserId) -> Result<Option<Cursor>, ChatkitError>;

    /// Lists a user's cursors in all rooms.
    #[get("/cursors/0/users/{user}", requires = ["self", "cursors:read:get"])]
    async fn cursors_of_user(&self, user: UserId) -> Result<Vec<Cursor>, ChatkitError>;

    /// Lists all cursors of a room.
    #[get("/cursors/0/rooms/{room}", requires = "cursors:read:get")]
    async fn cursors_of_room(&self, room: RoomId) -> Result<Vec<Cursor>, ChatkitError>;

    /// Subscribes to all cursors of a room. The first event contains all of them.
    #[subscribe("/cursors/0/rooms/{room}", requires = "cursors:read:get")]
    async fn follow_room_cursors(&self, room: RoomId) -> Result<Subscription<EventBody<CursorEvent>>, ChatkitError>;

    /// Subscribes to a user's cursors in all rooms. The first event contains all of them.
    #[subscribe("/cursors/0/users/{user}", requires = "self")]
    async fn follow_user_cursors(&self, user: UserId) -> Result<Subscription<EventBody<CursorEvent>>, ChatkitError>;
}
