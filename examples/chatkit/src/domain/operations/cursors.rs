//! The operations on cursors.

use jiff::Timestamp;

use crate::domain::limits::{check_cursors, check_name};
use crate::domain::publication::{Changed, Notice, Publication, Topic};
use crate::domain::refusal::Refusal;
use crate::domain::state::instance::Instance;
use crate::domain::state::record::Key;
use crate::model::{Cursor, CursorEvent, Position, READ_CURSOR, RoomId, UserId};

impl Instance {
    /// Sets a user's cursor in a room. Neither the room nor the message need exist.
    pub fn set_cursor(
        &mut self,
        room: &RoomId,
        user: &UserId,
        position: Position,
        now: Timestamp,
    ) -> Result<Changed<()>, Refusal> {
        self.existing_user(user)?;
        check_name("room_id", room.as_str())?;
        if self.cursors.find(user, room).is_none() {
            check_cursors(self.cursors.count_of(user) + 1)?;
        }
        let cursor = Cursor {
            cursor_type: READ_CURSOR,
            room_id: room.clone(),
            user_id: user.clone(),
            position: position.position,
            updated_at: now.into(),
        };
        let mut publications = vec![
            Publication::to_cursors(Topic::RoomCursors(room.clone()), CursorEvent::NewCursor(cursor.clone())),
            Publication::to_cursors(Topic::UserCursors(user.clone()), CursorEvent::NewCursor(cursor.clone())),
            Publication::to_user(user, Notice::CursorSet(cursor.clone())),
        ];
        let old = self.cursors.position(user, room);
        self.cursors.set(cursor);
        self.touch(Key::Cursor(user.clone(), room.clone()));
        if let Some(record) = self.rooms.get(room).filter(|record| record.members.contains(user))
            && record.reading(old) != record.reading(Some(position.position))
        {
            publications.push(Publication::to_user(user, Notice::ReadStateChangedByCursor(room.clone())));
        }
        Ok(Changed { value: (), publications })
    }

    /// Returns a user's cursor in a room, if it is set.
    pub fn cursor(&self, room: &RoomId, user: &UserId) -> Result<Option<Cursor>, Refusal> {
        self.existing_user(user)?;
        Ok(self.cursors.find(user, room).cloned())
    }

    /// Returns a user's cursors in all rooms.
    pub fn cursors_of_user(&self, user: &UserId) -> Result<Vec<Cursor>, Refusal> {
        self.existing_user(user)?;
        Ok(self.cursors.of_user(user))
    }

    /// Returns all cursors of a room, which need not exist.
    pub fn cursors_of_room(&self, room: &RoomId) -> Vec<Cursor> {
        self.cursors.of_room(room)
    }
}
