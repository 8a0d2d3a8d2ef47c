//! The conversion of an instance to records and back, and the tracking of changed records.

use std::collections::{BTreeMap, BTreeSet};

use super::roles::{known, role};
use crate::domain::state::attachment_record::AttachmentRecord;
use crate::domain::state::instance::{Instance, UserRecord};
use crate::domain::state::record::{Counters, Key, Record, Write};
use crate::domain::state::role_table::{RoleTable, UserRoles};
use crate::domain::state::room_record::RoomRecord;
use crate::domain::state::touched::Touched;
use crate::model::Scope;

/// The error of records that do not form a consistent instance.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{about}: {reason}")]
pub struct RestoreError {
    /// The key of the record.
    about: String,
    /// The reason.
    reason: String,
}

impl Instance {
    /// Returns every record, each after the records it refers to.
    pub fn records(&self) -> impl Iterator<Item = Record> + '_ {
        let roles = self.roles.0.iter().map(|((scope, name), allowed)| Record::Role(role(*scope, name, allowed)));
        let users = self.creation_order.values().filter_map(|id| self.users.get(id)).map(of_user);
        let rooms = self.rooms.values().flat_map(|record| {
            std::iter::once(of_room(record))
                .chain(record.messages().iter().map(|message| Record::Message(message.as_ref().clone())))
        });
        let cursors = self.cursors.all().cloned().map(Record::Cursor);
        let files = self.attachments.values().cloned().map(Record::Attachment);
        let jobs = self.jobs.iter().map(|(number, job)| Record::Job { job: job.clone(), number: *number });
        std::iter::once(Record::Counters(self.counters))
            .chain(roles)
            .chain(users)
            .chain(rooms)
            .chain(files)
            .chain(cursors)
            .chain(jobs)
    }

    /// Returns the counters.
    pub fn counters(&self) -> Counters {
        self.counters
    }

    /// Returns all attachments, uploaded or announced.
    pub fn attachments(&self) -> impl Iterator<Item = &AttachmentRecord> {
        self.attachments.values()
    }

    /// Returns the number of records.
    pub fn count(&self) -> usize {
        let messages: usize = self.rooms.values().map(|record| record.messages().len()).sum();
        let tables = [self.roles.0.len(), self.users.len(), self.rooms.len(), self.attachments.len(), self.jobs.len()];
        1 + tables.iter().sum::<usize>() + messages + self.cursors.all().count()
    }

    /// Creates an instance from records. A record must follow those it refers to: roles, users, rooms, then the rest in
    /// any order.
    ///
    /// # Errors
    /// Returns an error if a record refers to a missing one, or occurs twice.
    pub fn restore(records: impl IntoIterator<Item = Record>) -> Result<Self, RestoreError> {
        let mut instance = Self { roles: RoleTable(BTreeMap::new()), ..Self::default() };
        let mut seen = BTreeSet::new();
        let mut records = records.into_iter().peekable();
        if records.peek().is_none() {
            return Ok(Self::new());
        }
        for record in records {
            let key = record.key();
            let refuse = |reason: &str| RestoreError { about: format!("{key:?}"), reason: reason.to_owned() };
            if !matches!(key, Key::Message(..)) && !seen.insert(key.clone()) {
                return Err(refuse("it occurs twice"));
            }
            instance.put(record).map_err(|reason| refuse(&reason))?;
        }
        if !seen.contains(&Key::Counters) {
            // What was stored or exported has counters, and its roles are complete: none after the instance was wiped.
            // Other records may come without roles. Their users need the default one.
            instance.roles.ensure_default();
        }
        instance.touched = Touched::default();
        Ok(instance)
    }

    /// Returns the changes since the last call.
    pub fn take_writes(&mut self) -> Vec<Write> {
        let (everything, keys) = std::mem::take(&mut self.touched).into_parts();
        if everything {
            // Removed records are listed as well, because the content of files is stored elsewhere and must be deleted.
            let removed = keys.into_iter().filter(|key| self.record(key).is_none()).map(Write::Remove);
            return std::iter::once(Write::RemoveAll).chain(removed).chain(self.records().map(Write::Put)).collect();
        }
        let write = |key: Key| self.record(&key).map_or(Write::Remove(key), Write::Put);
        keys.into_iter().map(write).collect()
    }

    fn record(&self, key: &Key) -> Option<Record> {
        match key {
            Key::Counters => Some(Record::Counters(self.counters)),
            Key::Role(scope, name) => {
                self.roles.find(*scope, name).map(|allowed| Record::Role(role(*scope, name, allowed)))
            }
            Key::User(id) => self.users.get(id).map(of_user),
            Key::Room(id) => self.rooms.get(id).map(of_room),
            Key::Message(room, id) => self.rooms.get(room)?.message(*id).cloned().map(Record::Message),
            Key::Cursor(user, room) => self.cursors.find(user, room).cloned().map(Record::Cursor),
            Key::Attachment(id) => self.attachments.get(id).cloned().map(Record::Attachment),
            Key::Job(id) => {
                let (number, job) = self.jobs.iter().find(|(_, job)| job.id == *id)?;
                Some(Record::Job { job: job.clone(), number: *number })
            }
        }
    }

    fn put(&mut self, record: Record) -> Result<(), String> {
        match record {
            Record::Counters(counters) => self.counters = counters.max(self.counters),
            Record::Role(new) => {
                let permissions = known(&new.permissions).map_err(|refusal| refusal.to_string())?;
                self.roles.0.insert((new.scope, new.name), permissions);
            }
            Record::User { user, number, global_role, room_roles } => {
                let given = global_role.iter().map(|name| (Scope::Global, name));
                let given = given.chain(room_roles.values().map(|name| (Scope::Room, name)));
                if let Some((_, name)) = given.into_iter().find(|(scope, name)| self.roles.find(*scope, name).is_none())
                {
                    return Err(format!("its role {name} does not exist"));
                }
                self.counters.created_users = self.counters.created_users.max(number);
                let creation_order = (user.created_at, number);
                if let Some(other) = self.creation_order.insert(creation_order, user.id.clone()) {
                    return Err(format!("its number belongs to the user {other}"));
                }
                let roles = UserRoles { global: global_role, rooms: room_roles };
                let record = UserRecord { user, creation_order, rooms: BTreeSet::new(), roles };
                self.users.insert(record.user.id.clone(), record);
            }
            Record::Room { room, members, latest } => {
                if let Some(missing) = members.iter().find(|member| !self.users.contains_key(*member)) {
                    return Err(format!("its member {missing} does not exist"));
                }
                for member in &members {
                    self.add_room_to_user(member, &room.id);
                }
                self.counters.sent_messages = self.counters.sent_messages.max(latest.number());
                self.rooms.insert(room.id.clone(), RoomRecord::restored(room, members, latest));
            }
            Record::Message(message) => {
                self.counters.sent_messages = self.counters.sent_messages.max(message.id.number());
                let record = self.rooms.get_mut(&message.room_id).ok_or("its room does not exist")?;
                if !record.insert(message) {
                    return Err("it occurs twice".to_owned());
                }
            }
            Record::Cursor(cursor) => {
                if !self.users.contains_key(&cursor.user_id) {
                    return Err("its user does not exist".to_owned());
                }
                self.cursors.set(cursor);
            }
            Record::Attachment(file) => {
                if !self.rooms.contains_key(&file.room_id) {
                    return Err("its room does not exist".to_owned());
                }
                self.attachments.insert(file.id.clone(), file);
            }
            Record::Job { job, number } => {
                self.counters.ordered_jobs = self.counters.ordered_jobs.max(number);
                if let Some(other) = self.jobs.insert(number, job) {
                    return Err(format!("its number belongs to the job {}", other.id));
                }
            }
        }
        Ok(())
    }
}

fn of_user(record: &UserRecord) -> Record {
    Record::User {
        user: record.user.clone(),
        number: record.creation_order.1,
        global_role: record.roles.global.clone(),
        room_roles: record.roles.rooms.clone(),
    }
}

fn of_room(record: &RoomRecord) -> Record {
    Record::Room { room: record.room.clone(), members: record.members.clone(), latest: record.latest() }
}
