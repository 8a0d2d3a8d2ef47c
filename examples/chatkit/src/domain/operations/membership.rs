//! The operations on memberships.

use std::collections::BTreeSet;

use crate::domain::limits::{check_members, check_room_users};
use crate::domain::publication::{Changed, Notice, Publication};
use crate::domain::refusal::Refusal;
use crate::domain::state::instance::Instance;
use crate::domain::state::record::Key;
use crate::domain::state::room_record::RoomRecord;
use crate::model::{MembershipEvent, Room, RoomId, UserId, UserIds};

impl Instance {
    /// Returns the rooms of a user, with the user's counts.
    pub fn rooms_of_user(&self, user: &UserId) -> Result<Vec<Room>, Refusal> {
        self.existing_user(user)?;
        Ok(self.rooms_of(user))
    }

    /// Returns the public rooms of which a user is not a member.
    pub fn joinable_rooms(&self, user: &UserId) -> Result<Vec<Room>, Refusal> {
        self.existing_user(user)?;
        let joinable = |record: &&RoomRecord| !record.room.private && !record.members.contains(user);
        Ok(self.rooms.values().filter(joinable).map(RoomRecord::with_members).collect())
    }

    /// Adds a user to a room. Has no effect if the user is a member already.
    pub fn join_room(&mut self, user: &UserId, room: &RoomId) -> Result<Changed<Room>, Refusal> {
        self.existing_user(user)?;
        let record = self.existing_room(room)?;
        if !record.members.contains(user) {
            check_members(record.members.len() + 1)?;
        }
        let publications = self.admit(room, [user]);
        Ok(Changed { value: self.seen_by(user, self.existing_room(room)?), publications })
    }

    /// Removes a user from a room. Has no effect if the user is not a member.
    pub fn leave_room(&mut self, user: &UserId, room: &RoomId) -> Result<Changed<()>, Refusal> {
        self.existing_user(user)?;
        self.existing_room(room)?;
        Ok(Changed { value: (), publications: self.dismiss(room, [user]) })
    }

    /// Adds users to a room. Those who are members already are ignored.
    pub fn add_users(&mut self, room: &RoomId, users: &UserIds) -> Result<Changed<()>, Refusal> {
        let record = self.existing_room(room)?;
        check_room_users(&users.user_ids)?;
        let ids: BTreeSet<UserId> = users.user_ids.iter().cloned().collect();
        self.require_users(&ids, false)?;
        check_members(record.members.union(&ids).count())?;
        Ok(Changed { value: (), publications: self.admit(room, &ids) })
    }

    /// Removes users from a room. Those who are not members are ignored.
    pub fn remove_users(&mut self, room: &RoomId, users: &UserIds) -> Result<Changed<()>, Refusal> {
        self.existing_room(room)?;
        check_room_users(&users.user_ids)?;
        Ok(Changed { value: (), publications: self.dismiss(room, &users.user_ids) })
    }

    /// Adds those users who are not members yet. Returns the events for them and for the room.
    pub(in crate::domain) fn admit<'u>(
        &mut self,
        room: &RoomId,
        users: impl IntoIterator<Item = &'u UserId>,
    ) -> Vec<Publication> {
        let Some(record) = self.rooms.get_mut(room) else { return Vec::new() };
        let before: Vec<UserId> = record.members.iter().cloned().collect();
        let joined: Vec<&UserId> = users.into_iter().filter(|user| record.members.insert((*user).clone())).collect();
        if !joined.is_empty() {
            self.touch(Key::Room(room.clone()));
        }
        let mut publications = Vec::new();
        for user in joined {
            self.add_room_to_user(user, room);
            publications.push(Publication::to_user(user, Notice::AddedToRoom(room.clone())));
            let joined = MembershipEvent::UserJoined { user_id: user.clone() };
            publications.push(Publication::to_memberships(room, joined));
            let event_for = |other| Publication::to_user(other, Notice::UserJoined(room.clone(), user.clone()));
            publications.extend(before.iter().map(event_for));
        }
        publications
    }

    /// Removes those users who are members. Returns the events for them and for the room.
    pub(in crate::domain) fn dismiss<'u>(
        &mut self,
        room: &RoomId,
        users: impl IntoIterator<Item = &'u UserId>,
    ) -> Vec<Publication> {
        let Some(record) = self.rooms.get_mut(room) else { return Vec::new() };
        let left: Vec<&UserId> = users.into_iter().filter(|user| record.members.remove(*user)).collect();
        let remaining: Vec<UserId> = record.members.iter().cloned().collect();
        let mut publications = Vec::new();
        if !left.is_empty() {
            self.touch(Key::Room(room.clone()));
            // First: those who left do not follow the events below.
            publications.push(Publication::access_changed(room));
        }
        for user in left {
            if let Some(record) = self.users.get_mut(user) {
                record.rooms.remove(room);
            }
            publications.push(Publication::to_user(user, Notice::RemovedFromRoom(room.clone())));
            let left = MembershipEvent::UserLeft { user_id: user.clone() };
            publications.push(Publication::to_memberships(room, left));
            let event_for = |other| Publication::to_user(other, Notice::UserLeft(room.clone(), user.clone()));
            publications.extend(remaining.iter().map(event_for));
        }
        publications
    }

    /// Returns the rooms of a user as the user sees them.
    pub(in crate::domain) fn rooms_of(&self, user: &UserId) -> Vec<Room> {
        let ids = self.users.get(user).into_iter().flat_map(|record| &record.rooms);
        ids.filter_map(|id| self.rooms.get(id)).map(|record| self.seen_by(user, record)).collect()
    }

    /// Adds the room to the user's own list of rooms, which mirrors the room's list of members.
    pub(in crate::domain) fn add_room_to_user(&mut self, user: &UserId, room: &RoomId) {
        if let Some(record) = self.users.get_mut(user) {
            record.rooms.insert(room.clone());
        }
    }
}
