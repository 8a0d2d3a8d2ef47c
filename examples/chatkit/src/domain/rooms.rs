//! Rooms come, change and go.

use std::collections::BTreeSet;
use std::ops::Bound;

use jiff::Timestamp;

use super::actor::Actor;
use super::instance::Instance;
use super::limits::{MAXIMUM_PAGE, check_custom_data, check_members, check_not_empty, check_room_name};
use super::permission::Permission;
use super::publication::{Changed, Publication};
use super::refusal::Refusal;
use super::room_record::RoomRecord;
use crate::model::{CreateRoom, Room, RoomId, RoomPage, UpdateRoom, UserEvent, UserId};

impl Instance {
    /// Creates a room, whose creator becomes a member. Needs `room:create`.
    ///
    /// `fresh_id` is called when the body names no id.
    pub fn create_room(
        &mut self,
        actor: &Actor,
        new: CreateRoom,
        fresh_id: impl FnOnce() -> RoomId,
        now: Timestamp,
    ) -> Result<Changed<Room>, Refusal> {
        self.require_permission(actor, Permission::RoomCreate)?;
        let creator = creator(actor, &new)?;
        if let Some(id) = &new.id {
            check_not_empty("id", id.as_str())?;
        }
        check_room_name(&new.name)?;
        check_custom_data(new.custom_data.as_ref())?;
        let mut members: BTreeSet<UserId> = new.user_ids.into_iter().collect();
        members.insert(creator.clone());
        check_members(members.len())?;
        self.require_users(&members)?;
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
            member_user_ids: None,
            unread_count: None,
            last_message_at: None,
            created_at: now,
            updated_at: now,
            deleted_at: None,
        };
        for member in &members {
            self.note_room_of(member, &id);
        }
        let record = RoomRecord::new(room, members);
        let value = self.seen_by(&creator, &record);
        let publications = self.tell_members(&record, |room| UserEvent::AddedToRoom { room });
        self.rooms.insert(id, record);
        Ok(Changed { value, publications })
    }

    /// Lists rooms by id, without their members. Needs a super-user.
    pub fn rooms(&self, actor: &Actor, page: &RoomPage) -> Result<Vec<Room>, Refusal> {
        Self::require_superuser(actor)?;
        let start = page.from_id.as_ref().map_or(Bound::Unbounded, Bound::Excluded);
        let records = self.rooms.range((start, Bound::Unbounded)).map(|(_, record)| record);
        let wanted = records.filter(|record| page.include_private || !record.room.private);
        Ok(wanted.take(MAXIMUM_PAGE).map(RoomRecord::listed).collect())
    }

    /// One room with its members. Needs `room:get`.
    pub fn room(&self, actor: &Actor, id: &RoomId) -> Result<Room, Refusal> {
        self.require_permission(actor, Permission::RoomGet)?;
        Ok(self.existing_room(id)?.with_members())
    }

    /// Changes a room; what the update leaves out stays. Needs `room:update`.
    pub fn update_room(
        &mut self,
        actor: &Actor,
        id: &RoomId,
        update: UpdateRoom,
        now: Timestamp,
    ) -> Result<Changed<()>, Refusal> {
        self.require_permission(actor, Permission::RoomUpdate)?;
        let room = &mut self.existing_room_mut(id)?.room;
        if let Some(name) = &update.name {
            check_room_name(name)?;
        }
        check_custom_data(update.custom_data.as_ref())?;
        if let Some(name) = update.name {
            room.name = name;
        }
        room.private = update.private.unwrap_or(room.private);
        room.custom_data = update.custom_data.or_else(|| room.custom_data.take());
        update.push_notification_title_override.apply(&mut room.push_notification_title_override);
        room.updated_at = now;
        let record = self.existing_room(id)?;
        let publications = self.tell_members(record, |room| UserEvent::RoomUpdated { room });
        Ok(Changed { value: (), publications })
    }

    /// Deletes a room with its messages and cursors; the id is free again. Needs `room:delete`.
    pub fn delete_room(&mut self, actor: &Actor, id: &RoomId) -> Result<Changed<()>, Refusal> {
        self.require_permission(actor, Permission::RoomDelete)?;
        let record = self.rooms.remove(id).ok_or_else(|| Refusal::RoomNotFound(id.clone()))?;
        self.cursors.forget_room(id);
        let deleted = |member| Publication::to_user(member, UserEvent::RoomDeleted { room_id: id.clone() });
        let publications = record.members.iter().map(deleted).collect();
        for member in &record.members {
            if let Some(user) = self.users.get_mut(member) {
                user.rooms.remove(id);
            }
        }
        Ok(Changed { value: (), publications })
    }

    /// One event for each member, about the room as that member sees it.
    fn tell_members(&self, record: &RoomRecord, event: impl Fn(Room) -> UserEvent) -> Vec<Publication> {
        let tell = |member| Publication::to_user(member, event(self.seen_by(member, record)));
        record.members.iter().map(tell).collect()
    }
}

/// The token's subject, or the one the application's own server names.
fn creator(actor: &Actor, new: &CreateRoom) -> Result<UserId, Refusal> {
    match (&actor.user, &new.created_by_id) {
        (Some(subject), Some(named)) if subject != named => Err(Refusal::CreatorContradicted),
        (Some(creator), _) | (None, Some(creator)) => Ok(creator.clone()),
        (None, None) => Err(Refusal::InvalidTokenSubject),
    }
}
