//! The cursors service.

use api_core::Subscription;

use super::Session;
use crate::api::{ChatkitCursors, ChatkitError, CursorSet};
use crate::model::{Cursor, CursorEvent, EventBody, Position, RoomId, UserId};

impl ChatkitCursors for Session {
    async fn set_cursor(&self, room: RoomId, user: UserId, position: Position) -> Result<CursorSet, ChatkitError> {
        self.backend.change(|instance, now| instance.set_cursor(&self.actor, &room, &user, position, now))?;
        Ok(CursorSet {})
    }

    async fn cursor(&self, room: RoomId, user: UserId) -> Result<Option<Cursor>, ChatkitError> {
        self.backend.read(|instance| instance.cursor(&self.actor, &room, &user))
    }

    async fn cursors_of_user(&self, user: UserId) -> Result<Vec<Cursor>, ChatkitError> {
        self.backend.read(|instance| instance.cursors_of_user(&self.actor, &user))
    }

    async fn cursors_of_room(&self, room: RoomId) -> Result<Vec<Cursor>, ChatkitError> {
        self.backend.read(|instance| instance.cursors_of_room(&self.actor, &room))
    }

    async fn follow_room_cursors(&self, room: RoomId) -> Result<Subscription<EventBody<CursorEvent>>, ChatkitError> {
        self.backend.follow(
            |instance| instance.start_room_cursors_topic(&self.actor, &room),
            |topics, first, now| topics.follow_room_cursors(&room, first, now),
        )
    }

    async fn follow_user_cursors(&self, user: UserId) -> Result<Subscription<EventBody<CursorEvent>>, ChatkitError> {
        self.backend.follow(
            |instance| instance.start_user_cursors_topic(&self.actor, &user),
            |topics, first, now| topics.follow_user_cursors(&user, first, now),
        )
    }
}
