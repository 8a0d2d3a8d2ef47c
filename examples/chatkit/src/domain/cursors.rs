//! Cursors are set and looked at.

use jiff::Timestamp;

use super::actor::Actor;
use super::instance::Instance;
use super::permission::Permission;
use super::publication::{Changed, Publication, Topic};
use super::refusal::Refusal;
use crate::model::{Cursor, CursorEvent, Position, READ_CURSOR, RoomId, UserEvent, UserId};

impl Instance {
    /// Sets how far a user has read a room; neither room nor message need exist.
    /// Needs `cursors:read:set` and that user.
    pub fn set_cursor(
        &mut self,
        actor: &Actor,
        room: &RoomId,
        user: &UserId,
        position: Position,
        now: Timestamp,
    ) -> Result<Changed<()>, Refusal> {
        Self::require_self(actor, user)?;
        self.require_permission(actor, Permission::CursorsReadSet)?;
        self.existing_user(user)?;
        let cursor = Cursor {
            cursor_type: READ_CURSOR,
            room_id: room.clone(),
            user_id: user.clone(),
            position: position.position,
            updated_at: now,
        };
        let mut publications = vec![
            Publication::to_cursors(Topic::RoomCursors(room.clone()), CursorEvent::NewCursor(cursor.clone())),
            Publication::to_cursors(Topic::UserCursors(user.clone()), CursorEvent::NewCursor(cursor.clone())),
            Publication::to_user(user, UserEvent::NewCursor(cursor.clone())),
        ];
        let old = self.cursors.position(user, room);
        self.cursors.set(cursor);
        if let Some(record) = self.rooms.get(room).filter(|record| record.members.contains(user))
            && record.reading(old) != record.reading(Some(position.position))
        {
            publications.push(Publication::to_user(user, UserEvent::RoomUpdated { room: self.seen_by(user, record) }));
        }
        Ok(Changed { value: (), publications })
    }

    /// How far a user has read a room, if that was ever set. Needs `cursors:read:get`.
    pub fn cursor(&self, actor: &Actor, room: &RoomId, user: &UserId) -> Result<Option<Cursor>, Refusal> {
        self.require_permission(actor, Permission::CursorsReadGet)?;
        self.existing_user(user)?;
        Ok(self.cursors.find(user, room).cloned())
    }

    /// How far a user has read every room. Needs `cursors:read:get` and that user.
    pub fn cursors_of_user(&self, actor: &Actor, user: &UserId) -> Result<Vec<Cursor>, Refusal> {
        Self::require_self(actor, user)?;
        self.require_permission(actor, Permission::CursorsReadGet)?;
        self.existing_user(user)?;
        Ok(self.cursors.of_user(user))
    }

    /// How far everybody has read a room, which need not exist. Needs `cursors:read:get`.
    pub fn cursors_of_room(&self, actor: &Actor, room: &RoomId) -> Result<Vec<Cursor>, Refusal> {
        self.require_permission(actor, Permission::CursorsReadGet)?;
        Ok(self.cursors.of_room(room))
    }
}
