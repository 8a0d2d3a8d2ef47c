//! The operations on rooms.

use std::collections::BTreeSet;
use std::ops::Bound;

use api_core::Patch;
use jiff::Timestamp;

use crate::domain::actor::Actor;
use crate::domain::limits::{
    MAXIMUM_NAME_CHARACTERS, MAXIMUM_PAGE, check_characters, check_custom_data, check_id, check_room_name,
    check_room_users,
};
use crate::domain::publication::{Changed, Notice, Publication};
use crate::domain::refusal::Refusal;
use crate::domain::state::instance::Instance;
use crate::domain::state::record::Key;
use crate::domain::state::room_record::RoomRecord;
use crate::model::{CreateRoom, Room, RoomId, RoomPage, UpdateRoom, UserId};

impl Instance {
    /// Creates a room. Its creator becomes a member.
    ///
    /// `fresh_id` is called if the body has no id.
    pub fn create_room(
        &mut self,
        actor: &Actor,
        new: CreateRoom,
        fresh_id: impl FnOnce() -> RoomId,
        now: Timestamp,
    ) -> Result<Changed<Room>, Refusal> {
        let creator = creator(actor, &new)?;
        if let Some(id) = &new.id {
            check_id("id", id.as_str())?;
        }
        check_room_name(&new.name)?;
        check_title(new.push_notification_title_override.as_deref())?;
        check_custom_data(new.custom_data.as_ref())?;
        check_room_users(&new.user_ids)?;
        let mut members: BTreeSet<UserId> = new.user_ids.into_iter().collect();
        members.insert(creator.clone());
        self.require_users(&members, true)?;
        let id = new.id.unwrap_or_else(fresh_id);
        if self.rooms.contains_key(&id) {
            return Err(Refusal::DuplicateRoomId(id));
        }
        let room = Room {
            id: id.clone(),
            name: new.name,
            created_by_id: creator.clone(),
            private: new.private,
            custom_data: new.custom_data,
            push_notification_title_override: new.push_notification_title_override,
            member_user_ids: Patch::Absent,
            unread_count: None,
            last_message_at: None,
            created_at: now.into(),
            updated_at: now.into(),
            deleted_at: None,
        };
        for member in &members {
            self.add_room_to_user(member, &id);
        }
        self.touch(Key::Room(id.clone()));
        let record = RoomRecord::new(room, members);
        let value = self.seen_by(&creator, &record);
        // The cursors of a room can be followed before the room exists.
        let access = Publication::access_changed(&id);
        let notices = to_members(&record, &Notice::AddedToRoom(id.clone()));
        let publications = std::iter::once(access).chain(notices).collect();
        self.rooms.insert(id, record);
        Ok(Changed { value, publications })
    }

    /// Lists rooms by id, without their members, for versions up to 6.
    pub fn rooms(&self, page: &RoomPage) -> Vec<Room> {
        let start = page.from_id.as_ref().map_or(Bound::Unbounded, Bound::Excluded);
        let records = self.rooms.range((start, Bound::Unbounded)).map(|(_, record)| record);
        let wanted = records.filter(|record| page.include_private || !record.room.private);
        wanted.take(MAXIMUM_PAGE).map(RoomRecord::listed).collect()
    }

    /// Returns a room with its members.
    pub fn room(&self, id: &RoomId) -> Result<Room, Refusal> {
        Ok(self.existing_room(id)?.with_members())
    }

    /// Changes a room. Absent fields are unchanged.
    pub fn update_room(&mut self, id: &RoomId, update: UpdateRoom, now: Timestamp) -> Result<Changed<()>, Refusal> {
        let room = &mut self.existing_room_mut(id)?.room;
        if let Some(name) = &update.name {
            check_room_name(name)?;
        }
        if let Patch::Value(title) = &update.push_notification_title_override {
            check_title(Some(title))?;
        }
        check_custom_data(update.custom_data.as_ref())?;
        if let Some(name) = update.name {
            room.name = name;
        }
        room.private = update.private.unwrap_or(room.private);
        room.custom_data = update.custom_data.or_else(|| room.custom_data.take());
        update.push_notification_title_override.apply(&mut room.push_notification_title_override);
        room.updated_at = now.into();
        self.touch(Key::Room(id.clone()));
        let record = self.existing_room(id)?;
        let access = record.room.private.then(|| Publication::access_changed(id));
        let publications = access.into_iter().chain(to_members(record, &Notice::RoomUpdated(id.clone()))).collect();
        Ok(Changed { value: (), publications })
    }

    /// Deletes a room with its messages, files, cursors and roles. Its id can be reused.
    pub fn delete_room(&mut self, id: &RoomId) -> Result<Changed<()>, Refusal> {
        let record = self.rooms.remove(id).ok_or_else(|| Refusal::RoomNotFound(id.clone()))?;
        self.touch(Key::Room(id.clone()));
        for user in self.cursors.remove_room(id) {
            self.touch(Key::Cursor(user, id.clone()));
        }
        self.remove_attachments_of(id);
        self.remove_roles_in(id);
        let publications = to_members(&record, &Notice::RoomDeleted(id.clone()));
        for member in &record.members {
            if let Some(user) = self.users.get_mut(member) {
                user.rooms.remove(id);
            }
        }
        Ok(Changed { value: (), publications })
    }
}

/// Returns one event for each member.
fn to_members(record: &RoomRecord, notice: &Notice) -> Vec<Publication> {
    record.members.iter().map(|member| Publication::to_user(member, notice.clone())).collect()
}

fn check_title(title: Option<&str>) -> Result<(), Refusal> {
    let field = "push_notification_title_override";
    check_characters(field, title.unwrap_or_default(), MAXIMUM_NAME_CHARACTERS)
}

/// Returns the token's subject, or the creator named by the application's server.
fn creator(actor: &Actor, new: &CreateRoom) -> Result<UserId, Refusal> {
    match (&actor.user, &new.created_by_id) {
        (Some(subject), Some(named)) if subject != named => Err(Refusal::CreatorMismatch),
        (Some(creator), _) | (None, Some(creator)) => Ok(creator.clone()),
        (None, None) => Err(Refusal::MissingTokenSubject),
    }
}
