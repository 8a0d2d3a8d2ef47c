//! The implementation of the cursors service.

use api_core::Subscription;

use crate::api::{ChatkitCursors, ChatkitError, CursorSet};
use crate::model::{Cursor, CursorEvent, EventBody, Position, RoomId, UserId};
use crate::server::Session;
use crate::server::table::Start;

impl ChatkitCursors for Session {
    async fn set_cursor(&self, room: RoomId, user: UserId, position: Position) -> Result<CursorSet, ChatkitError> {
        self.change(|instance, now| instance.set_cursor(&room, &user, position, now))?;
        Ok(CursorSet {})
    }

    async fn cursor(&self, room: RoomId, user: UserId) -> Result<Option<Cursor>, ChatkitError> {
        self.read(|instance| instance.cursor(&room, &user))
    }

    async fn cursors_of_user(&self, user: UserId) -> Result<Vec<Cursor>, ChatkitError> {
        self.read(|instance| instance.cursors_of_user(&user))
    }

    async fn cursors_of_room(&self, room: RoomId) -> Result<Vec<Cursor>, ChatkitError> {
        self.read(|instance| Ok(instance.cursors_of_room(&room)))
    }

    async fn follow_room_cursors(&self, room: RoomId) -> Result<Subscription<EventBody<CursorEvent>>, ChatkitError> {
        self.follow(
            |instance| Ok(instance.start_room_cursors_topic(&room)),
            |topics, first, now| {
                let first = self.backend.first_events().one(topics.next_id(), first)?;
                Ok(topics.room_cursors.follow(&room, Start { who: self.follower(), first, now }))
            },
        )?
    }

    async fn follow_user_cursors(&self, user: UserId) -> Result<Subscription<EventBody<CursorEvent>>, ChatkitError> {
        self.follow(
            |instance| instance.start_user_cursors_topic(&user),
            |topics, first, now| {
                let first = self.backend.first_events().one(topics.next_id(), first)?;
                Ok(topics.user_cursors.follow(&user, Start { who: None, first, now }))
            },
        )?
    }
}
