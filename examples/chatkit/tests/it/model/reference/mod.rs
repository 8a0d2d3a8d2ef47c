//! A reference model of the service in plain maps, written from `PROTOCOL.md`. It uses none of the implementation's
//! types and is as simple as possible.

mod files;
mod observed;
mod roles;

use std::collections::{BTreeMap, BTreeSet};

use pusher_platform::error_types::{
    CANNOT_JOIN_PRIVATE_ROOM, DUPLICATE_ROOM_ID, MESSAGE_NOT_FOUND, MISSING_PERMISSION, ROOM_MEMBERSHIP_REQUIRED,
    ROOM_NOT_FOUND, USER_ALREADY_EXISTS, USER_NOT_FOUND, USERS_NOT_FOUND,
};
use serde_json::{Value, json};

use self::files::Files;
use self::roles::{Assigned, Roles};
use super::step::{Scope, Step, Version};

type Name = &'static str;

/// The whole state.
#[derive(Debug, Default)]
pub(crate) struct Reference {
    pub(crate) users: BTreeMap<Name, User>,
    pub(crate) rooms: BTreeMap<Name, Room>,
    /// Positions by room and user.
    pub(crate) cursors: BTreeMap<(Name, Name), i64>,
    pub(crate) files: Files,
    roles: Roles,
    last_id: u64,
}

#[derive(Debug)]
pub(crate) struct User {
    pub(crate) name: Name,
    roles: Assigned,
}

#[derive(Debug)]
pub(crate) struct Room {
    pub(crate) creator: Name,
    pub(crate) private: bool,
    pub(crate) members: BTreeSet<Name>,
    pub(crate) messages: BTreeMap<u64, Message>,
    /// The ids of all messages ever sent here.
    pub(crate) sent: Vec<u64>,
}

#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) sender: Name,
    pub(crate) parts: Vec<Value>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

impl Reference {
    /// Performs a step, or returns the type of the error that refuses it. Order: permission, existence, body.
    pub(crate) fn take(&mut self, step: &Step, now: i64) -> Result<(), Name> {
        match step {
            Step::CreateUser { user, .. } => self.create_users(&[user])?,
            Step::CreateUsers { users, .. } => self.create_users(users)?,
            Step::UpdateUser { user, name, .. } => self.users.get_mut(user).ok_or(USER_NOT_FOUND)?.name = name,
            Step::DeleteUser { user, .. } | Step::ScheduleUserDeletion { user } => {
                self.users.remove(user).ok_or(USER_NOT_FOUND)?;
                for room in self.rooms.values_mut() {
                    room.members.remove(user);
                }
                self.cursors.retain(|(_, owner), _| owner != user);
            }
            Step::CreateRoom { creator, room, private, members, .. } => {
                self.allowed(creator, "room:create", None)?;
                self.all_exist(members)?;
                if self.rooms.contains_key(room) {
                    return Err(DUPLICATE_ROOM_ID);
                }
                let members = members.iter().chain([creator]).copied().collect();
                let (messages, sent) = (BTreeMap::new(), Vec::new());
                self.rooms.insert(room, Room { creator, private: *private, members, messages, sent });
            }
            Step::UpdateRoom { room, private, .. } => self.room(room)?.private = *private,
            Step::DeleteRoom { room, .. } | Step::ScheduleRoomDeletion { room } => {
                self.rooms.remove(room).ok_or(ROOM_NOT_FOUND)?;
                self.cursors.retain(|(of, _), _| of != room);
                self.files.remove_room(room);
                self.users.values_mut().for_each(|user| user.roles.remove_room(room));
            }
            Step::Join { user, room, .. } => {
                self.allowed(user, "room:join", Some(room))?;
                self.room(room)?.members.insert(user);
            }
            Step::Leave { user, room, .. } => {
                self.allowed(user, "room:leave", Some(room))?;
                self.room(room)?.members.remove(user);
            }
            Step::Add { room, users, .. } => {
                self.room(room)?;
                self.all_exist(users)?;
                self.room(room)?.members.extend(users);
            }
            Step::Remove { room, users, .. } => self.room(room)?.members.retain(|member| !users.contains(member)),
            Step::Send { user, room, content } => {
                self.allowed(user, "message:create", Some(room))?;
                self.is_member(user, room)?;
                self.last_id += 1;
                let id = self.last_id;
                let message = Message { sender: user, parts: content.parts(), created_at: now, updated_at: now };
                let room = self.room(room)?;
                room.messages.insert(id, message);
                room.sent.push(id);
            }
            Step::Edit { user, room, message, content } => {
                let exists = self.users.contains_key(user);
                let message = self.room(room)?.messages.get_mut(message).ok_or(MESSAGE_NOT_FOUND)?;
                if !exists {
                    return Err(USER_NOT_FOUND);
                }
                message.parts = content.parts();
                message.updated_at = now;
            }
            Step::DeleteMessage { room, message, version } => {
                let room = if *version == Version::V2 {
                    self.rooms.values_mut().find(|room| room.messages.contains_key(message)).ok_or(MESSAGE_NOT_FOUND)?
                } else {
                    self.room(room)?
                };
                room.messages.remove(message).ok_or(MESSAGE_NOT_FOUND)?;
            }
            Step::SetCursor { user, room, position } => {
                self.allowed(user, "cursors:read:set", Some(room))?;
                self.cursors.insert((room, user), *position);
            }
            Step::Type { user, room, .. } => {
                self.allowed(user, "room:typing_indicator:create", Some(room))?;
                self.is_member(user, room)?;
            }
            Step::CreateRole { .. }
            | Step::DeleteRole { .. }
            | Step::UpdatePermissions { .. }
            | Step::AssignRole { .. }
            | Step::RemoveRole { .. } => self.take_role(step)?,
            Step::Wipe => *self = Self { last_id: self.last_id, roles: Roles::none(), ..Self::default() },
            Step::Announce { .. } | Step::Upload { .. } | Step::AddFile { .. } => self.take_file(step)?,
        }
        Ok(())
    }

    fn take_role(&mut self, step: &Step) -> Result<(), Name> {
        match step {
            Step::CreateRole { scope, role, permissions } => self.roles.create(*scope, role, permissions)?,
            Step::DeleteRole { scope, role } => {
                self.roles.delete(*scope, role)?;
                self.users.values_mut().for_each(|user| user.roles.remove(*scope, role));
            }
            Step::UpdatePermissions { scope, role, added, removed } => {
                self.roles.change(*scope, role, added, removed)?;
            }
            Step::AssignRole { user, role, room } => {
                let scope = if room.is_some() { Scope::Room } else { Scope::Global };
                let user = self.users.get_mut(user).ok_or(USER_NOT_FOUND)?;
                self.roles.require(scope, role)?;
                if room.is_some_and(|room| !self.rooms.contains_key(room)) {
                    return Err(ROOM_NOT_FOUND);
                }
                user.roles.set(*room, Some(role));
            }
            Step::RemoveRole { user, room } => self.users.get_mut(user).ok_or(USER_NOT_FOUND)?.roles.set(*room, None),
            other => unreachable!("{other:?}"),
        }
        Ok(())
    }

    fn take_file(&mut self, step: &Step) -> Result<(), Name> {
        match step {
            Step::Announce { user, room, file } => {
                self.allowed(user, "file:create", Some(room))?;
                self.room(room)?;
                self.files.announce(room, file);
            }
            Step::Upload { file } => self.files.upload(file)?,
            Step::AddFile { room, file } => {
                self.room(room)?;
                self.files.add(room, file);
            }
            other => unreachable!("{other:?}"),
        }
        Ok(())
    }

    /// Returns the names of a user's rooms.
    pub(crate) fn rooms_of(&self, user: &str) -> BTreeSet<Name> {
        let is_in = |room: &&Room| room.members.contains(user);
        self.rooms.iter().filter(|(_, room)| is_in(room)).map(|(name, _)| *name).collect()
    }

    /// Returns the names of the public rooms that a user is not in.
    pub(crate) fn joinable(&self, user: &str) -> BTreeSet<Name> {
        let may = |room: &&Room| !room.private && !room.members.contains(user);
        self.rooms.iter().filter(|(_, room)| may(room)).map(|(name, _)| *name).collect()
    }

    /// Returns the number of messages with an id greater than the user's position, or of all without a position.
    pub(crate) fn unread(&self, user: &str, room: &str) -> usize {
        let position = self.position(user, room).map_or(i128::MIN, i128::from);
        self.rooms[room].messages.keys().filter(|id| i128::from(**id) > position).count()
    }

    pub(crate) fn position(&self, user: &str, room: &str) -> Option<i64> {
        self.cursors.iter().find(|((of, owner), _)| *of == room && *owner == user).map(|(_, position)| *position)
    }

    /// Returns the roles of a user, each with the room in which it applies.
    pub(crate) fn roles_of(&self, user: &str) -> BTreeSet<(Option<Name>, Name)> {
        self.users[user].roles.all()
    }

    /// Creates all users, or none.
    fn create_users(&mut self, users: &[Name]) -> Result<(), Name> {
        let fresh: BTreeSet<Name> = users.iter().copied().filter(|user| !self.users.contains_key(user)).collect();
        if fresh.len() < users.len() {
            return Err(USER_ALREADY_EXISTS);
        }
        self.users.extend(fresh.into_iter().map(|name| (name, User { name, roles: Assigned::default() })));
        Ok(())
    }

    /// Checks that a user exists, and has a permission by the global role or by the role in the room.
    fn allowed(&self, name: &str, permission: &str, room: Option<&str>) -> Result<(), Name> {
        let user = self.users.get(name).ok_or(USER_NOT_FOUND)?;
        if !self.roles.allow(&user.roles, permission, room) {
            return Err(MISSING_PERMISSION);
        }
        match room.and_then(|room| self.rooms.get(room)) {
            Some(room) if room.private && !room.members.contains(name) => {
                Err(if permission == "room:join" { CANNOT_JOIN_PRIVATE_ROOM } else { ROOM_MEMBERSHIP_REQUIRED })
            }
            _ => Ok(()),
        }
    }

    fn is_member(&self, user: &str, room: &str) -> Result<(), Name> {
        let room = self.rooms.get(room).ok_or(ROOM_NOT_FOUND)?;
        if room.members.contains(user) { Ok(()) } else { Err(ROOM_MEMBERSHIP_REQUIRED) }
    }

    fn all_exist(&self, users: &[Name]) -> Result<(), Name> {
        if users.iter().all(|user| self.users.contains_key(user)) { Ok(()) } else { Err(USERS_NOT_FOUND) }
    }

    fn room(&mut self, room: &str) -> Result<&mut Room, Name> {
        self.rooms.get_mut(room).ok_or(ROOM_NOT_FOUND)
    }
}

impl Room {
    pub(crate) fn last_message_at(&self) -> Option<i64> {
        self.messages.values().last().map(|message| message.created_at)
    }
}

impl Message {
    /// Returns the text of the first inline part of plain text, or nothing.
    pub(crate) fn text(&self) -> &str {
        if self.links().count() > 1 {
            return "You have received a message which can't be represented in this version of the app. \
                    You will need to upgrade to read it.";
        }
        let mut inline = self.parts.iter().filter(|part| part["type"] == "text/plain");
        inline.find_map(|part| part["content"].as_str()).unwrap_or_default()
    }

    fn links(&self) -> impl Iterator<Item = &Value> {
        self.parts.iter().filter(|part| part.get("url").is_some())
    }

    /// Returns the part that is not inline, if there is one, as the attachment of the older form.
    pub(crate) fn attachment(&self) -> Option<Value> {
        let mut links = self.links();
        let part = links.next().filter(|_| links.next().is_none())?;
        let (url, media_type) = (part["url"].as_str()?, part["type"].as_str()?);
        let kind = media_type.split('/').next().filter(|kind| ["image", "video", "audio"].contains(kind));
        let name = url.split('?').next()?.rsplit('/').next()?;
        Some(json!({"resource_link": url, "type": kind.unwrap_or("file"), "name": name}))
    }
}
