//! Users come to rooms and go from them.

use std::collections::BTreeSet;

use super::actor::Actor;
use super::instance::Instance;
use super::limits::{check_batch, check_members};
use super::permission::Permission;
use super::publication::{Changed, Publication};
use super::refusal::Refusal;
use super::room_record::RoomRecord;
use crate::model::{MembershipEvent, Room, RoomId, UserEvent, UserId, UserIds};

impl Instance {
    /// The rooms a user is in, with counts for that user. Needs `user:rooms:get` and that user.
    pub fn rooms_of_user(&self, actor: &Actor, user: &UserId) -> Result<Vec<Room>, Refusal> {
        self.require_rooms_of(actor, user)?;
        Ok(self.rooms_of(user))
    }

    /// The public rooms a user is not in. Needs `user:rooms:get` and that user.
    pub fn joinable_rooms(&self, actor: &Actor, user: &UserId) -> Result<Vec<Room>, Refusal> {
        self.require_rooms_of(actor, user)?;
        let joinable = |record: &&RoomRecord| !record.room.private && !record.members.contains(user);
        Ok(self.rooms.values().filter(joinable).map(RoomRecord::with_members).collect())
    }

    /// Adds a user to a room; nothing changes if it is there already. Needs `room:join` and that user.
    pub fn join_room(&mut self, actor: &Actor, user: &UserId, room: &RoomId) -> Result<Changed<Room>, Refusal> {
        Self::require_self(actor, user)?;
        self.require_permission(actor, Permission::RoomJoin)?;
        self.existing_user(user)?;
        let record = self.existing_room(room)?;
        if !record.members.contains(user) {
            check_members(record.members.len() + 1)?;
        }
        let publications = self.admit(room, [user]);
        Ok(Changed { value: self.seen_by(user, self.existing_room(room)?), publications })
    }

    /// Takes a user out of a room; nothing changes if it is not there. Needs `room:leave` and that user.
    pub fn leave_room(&mut self, actor: &Actor, user: &UserId, room: &RoomId) -> Result<Changed<()>, Refusal> {
        Self::require_self(actor, user)?;
        self.require_permission(actor, Permission::RoomLeave)?;
        self.existing_user(user)?;
        self.existing_room(room)?;
        Ok(Changed { value: (), publications: self.dismiss(room, [user]) })
    }

    /// Adds users to a room; those already there stay. Needs `room:members:add`.
    pub fn add_users(&mut self, actor: &Actor, room: &RoomId, users: &UserIds) -> Result<Changed<()>, Refusal> {
        self.require_permission(actor, Permission::RoomMembersAdd)?;
        let record = self.existing_room(room)?;
        check_batch("user_ids", users.user_ids.len())?;
        let ids: BTreeSet<UserId> = users.user_ids.iter().cloned().collect();
        self.require_users(&ids)?;
        check_members(record.members.union(&ids).count())?;
        Ok(Changed { value: (), publications: self.admit(room, &ids) })
    }

    /// Takes users out of a room; those who are not there do not matter. Needs `room:members:remove`.
    pub fn remove_users(&mut self, actor: &Actor, room: &RoomId, users: &UserIds) -> Result<Changed<()>, Refusal> {
        self.require_permission(actor, Permission::RoomMembersRemove)?;
        self.existing_room(room)?;
        check_batch("user_ids", users.user_ids.len())?;
        Ok(Changed { value: (), publications: self.dismiss(room, &users.user_ids) })
    }

    /// Makes members of those who are none, and tells them and the room.
    pub(super) fn admit<'u>(&mut self, room: &RoomId, users: impl IntoIterator<Item = &'u UserId>) -> Vec<Publication> {
        let mut joined = Vec::new();
        for user in users {
            if self.rooms.get_mut(room).is_some_and(|record| record.members.insert(user.clone())) {
                self.note_room_of(user, room);
                joined.push(user);
            }
        }
        // Told only now, so that each of them sees all the members.
        let Some(record) = self.rooms.get(room) else { return Vec::new() };
        let tell = |user: &UserId| {
            let added = UserEvent::AddedToRoom { room: self.seen_by(user, record) };
            let joined = MembershipEvent::UserJoined { user_id: user.clone() };
            [Publication::to_user(user, added), Publication::to_memberships(room, joined)]
        };
        joined.into_iter().flat_map(tell).collect()
    }

    /// Takes out those who are members, and tells them and the room.
    pub(super) fn dismiss<'u>(
        &mut self,
        room: &RoomId,
        users: impl IntoIterator<Item = &'u UserId>,
    ) -> Vec<Publication> {
        let Some(record) = self.rooms.get_mut(room) else { return Vec::new() };
        let mut publications = Vec::new();
        for user in users.into_iter().filter(|user| record.members.remove(*user)) {
            if let Some(record) = self.users.get_mut(user) {
                record.rooms.remove(room);
            }
            let removed = UserEvent::RemovedFromRoom { room_id: room.clone() };
            let left = MembershipEvent::UserLeft { user_id: user.clone() };
            publications.push(Publication::to_user(user, removed));
            publications.push(Publication::to_memberships(room, left));
        }
        publications
    }

    /// The rooms a user is in, as that user sees them.
    pub(super) fn rooms_of(&self, user: &UserId) -> Vec<Room> {
        let ids = self.users.get(user).into_iter().flat_map(|record| &record.rooms);
        ids.filter_map(|id| self.rooms.get(id)).map(|record| self.seen_by(user, record)).collect()
    }

    /// Keeps the user's own list of rooms in step with the room's list of members.
    pub(super) fn note_room_of(&mut self, user: &UserId, room: &RoomId) {
        if let Some(record) = self.users.get_mut(user) {
            record.rooms.insert(room.clone());
        }
    }

    fn require_rooms_of(&self, actor: &Actor, user: &UserId) -> Result<(), Refusal> {
        Self::require_self(actor, user)?;
        self.require_permission(actor, Permission::UserRoomsGet)?;
        self.existing_user(user).map(drop)
    }
}
