//! The import of the vendor's export into the database of an instance, all or none.
//!
//! Objects are read one by one and stored in one transaction. What was read before is looked up there, so the memory
//! used does not depend on the size of the export.

use std::collections::{BTreeMap, BTreeSet};

use super::conversion::{ExportedRoom, Kind, message, room, user};
use super::fields::{Fields, Problem};
use super::files::{ExportFile, PusherExport};
use super::objects::{ObjectError, Objects};
use super::remarks::Remarks;
use crate::domain::{Counters, Instance, Record, Tally};
use crate::model::{MessageId, RoomId, UserId};
use crate::store::folder::FileFolder;
use crate::store::import::ImportError;
use crate::store::progress::Progress;
use crate::store::replacement::Replacement;
use crate::store::sqlite::SqliteStorage;

/// The result of an import of the vendor's export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedPusher {
    /// The numbers of imported records.
    pub tally: Tally,
    /// What was left out, changed, or refers to something that is not in the export.
    pub remarks: Remarks,
}

/// Imports an export of Pusher's Chatkit into an empty instance, or replaces the instance if `replace` is set. Ids and
/// times are kept, except that a message gets the next unused id if a message of another room has its id. An empty
/// instance keeps its roles. A replaced one gets the initial ones, because the export has none. Message ids that the
/// instance assigned before are not reused.
///
/// # Errors
/// Returns an error if an object is malformed, repeats an id, or is in a room that does not exist, if the instance is
/// not empty and `replace` is not set, or if the database cannot be written. Nothing has changed then.
pub fn import_pusher(
    export: PusherExport,
    storage: &mut SqliteStorage,
    files: &FileFolder,
    replace: bool,
    progress: &mut impl Progress,
) -> Result<ImportedPusher, ImportError> {
    files.holds_files()?;
    let stored = storage.replacement()?;
    let before = stored.tally()?;
    if !(replace || before.has_no_data()) {
        return Err(ImportError::NotEmpty(before));
    }
    let counters = stored.counters()?.unwrap_or_default();
    if replace {
        stored.remove_all()?;
    }
    let mut import =
        Import { stored, counters, tally: Tally::default(), remarks: Remarks::default(), last: Kind::User };
    import.remarks.unread_files = export.unread;
    let names: Vec<String> = export.files.iter().map(|file| file.name.clone()).collect();
    for file in export.files {
        import.read(file, progress)?;
    }
    if import.tally == Tally::default() {
        return Err(ImportError::NothingToImport(names.join(", ")));
    }
    let imported = import.finish()?;
    // The content of files that were replaced. A server removes it when it starts, if this fails.
    drop(files.sweep(&[]));
    Ok(imported)
}

struct Import<'a> {
    stored: Replacement<'a>,
    counters: Counters,
    tally: Tally,
    remarks: Remarks,
    /// The kind of the object that was read last.
    last: Kind,
}

/// The failure of one object: its own, or that of the database.
enum Failure {
    Object(Problem),
    Import(ImportError),
}

impl<E: Into<ImportError>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Import(error.into())
    }
}

impl Import<'_> {
    fn read(&mut self, file: ExportFile, progress: &mut impl Progress) -> Result<(), ImportError> {
        let ExportFile { name, kind, input } = file;
        let mut objects = Objects::new(input);
        loop {
            let next = objects.next_object();
            progress.advance(objects.take_read());
            let failed = |line, problem: Problem| {
                ImportError::Object(ObjectError { file: name.clone(), line, problem: problem.to_string() })
            };
            let Some(object) = next.map_err(|(line, problem)| failed(line, problem))? else { return Ok(()) };
            let place = format!("{name}, line {}", object.line);
            self.add(Fields::new(object.members), kind, &place).map_err(|failure| match failure {
                Failure::Object(problem) => failed(object.line, problem),
                Failure::Import(error) => error,
            })?;
        }
    }

    fn add(&mut self, fields: Fields, of_file: Option<Kind>, place: &str) -> Result<(), Failure> {
        let kind = Kind::of(&fields).map_err(Failure::Object)?;
        let last = std::mem::replace(&mut self.last, kind);
        match of_file {
            Some(expected) if expected != kind => {
                let (kind, expected) = (kind.name(), expected.name());
                let reason = format!("it is a {kind}, but this file has {expected}s: move it to {kind}s.ndjson");
                return Err(Failure::Object(Problem::of(reason)));
            }
            None if kind < last => {
                let (kind, last) = (kind.name(), last.name());
                let reason = format!("a {kind} follows a {last}: put users first, then rooms, then messages");
                return Err(Failure::Object(Problem::of(reason)));
            }
            _ => {}
        }
        match kind {
            Kind::User => self.add_user(fields, place),
            Kind::Room => self.add_room(fields, place),
            Kind::Message => self.add_message(fields, place),
        }
    }

    fn add_user(&mut self, fields: Fields, place: &str) -> Result<(), Failure> {
        let (user, deleted_at) = user(fields, &mut self.remarks).map_err(Failure::Object)?;
        self.claim(Kind::User, user.id.as_str(), place)?;
        if deleted_at.is_some() {
            self.remarks.deleted_users += 1;
            return Ok(());
        }
        self.counters.created_users += 1;
        let number = self.counters.created_users;
        self.put(Record::User { user, number, global_role: None, room_roles: BTreeMap::new() })
    }

    fn add_room(&mut self, fields: Fields, place: &str) -> Result<(), Failure> {
        let ExportedRoom { room, members, had_messages } = room(fields, &mut self.remarks).map_err(Failure::Object)?;
        self.claim(Kind::Room, room.id.as_str(), place)?;
        if room.deleted_at.is_some() {
            self.remarks.deleted_rooms += 1;
            return Ok(());
        }
        self.remarks.unknown_creators += u64::from(!self.has_user(&room.created_by_id)?);
        let mut known = BTreeSet::new();
        for member in members {
            if self.has_user(&member)? {
                known.insert(member);
            } else {
                self.remarks.unknown_members += 1;
            }
        }
        if had_messages {
            self.stored.expect_messages(&room.id)?;
        }
        self.put(Record::Room { room, members: known, latest: MessageId::new(0) })
    }

    fn add_message(&mut self, fields: Fields, place: &str) -> Result<(), Failure> {
        let message = message(fields, &mut self.remarks).map_err(Failure::Object)?;
        let (room, id) = (&message.room_id, message.id);
        if let Some(first) = self.stored.claim(&format!("message in {room}"), &id.to_string(), place)? {
            return Err(repeated("message", &id.to_string(), &first));
        }
        let is_elsewhere = self.stored.claim(Kind::Message.name(), &id.to_string(), place)?.is_some();
        // Deleted ids are not assigned again either.
        self.counters.sent_messages = self.counters.sent_messages.max(id.number());
        if message.deleted_at.is_some() {
            self.remarks.deleted_messages += 1;
            return Ok(());
        }
        if !self.has_room(room)? {
            if self.stored.claim_of(Kind::Room.name(), room.as_str())?.is_some() {
                self.remarks.messages_of_deleted_rooms += 1;
                return Ok(());
            }
            let reason =
                format!("no room {room} precedes the message: add the room to the export, or remove the message");
            return Err(Failure::Object(Problem::in_field("room_id", reason)));
        }
        self.remarks.unknown_senders += u64::from(!self.has_user(&message.user_id)?);
        if is_elsewhere {
            self.remarks.renumbered_messages += 1;
            return Ok(self.stored.defer(&message, self.remarks.renumbered_messages)?);
        }
        self.put(Record::Message(message))
    }

    /// Stores the messages whose id a message of another room has. Only when all ids are known is the next one unused.
    fn add_deferred(&mut self) -> Result<(), ImportError> {
        while let Some(mut message) = self.stored.take_deferred()? {
            self.counters.sent_messages += 1;
            message.id = MessageId::new(self.counters.sent_messages);
            let record = Record::Message(message);
            self.tally.add(&record);
            self.stored.put(record)?;
        }
        Ok(())
    }

    /// Notes an id. Fails if another object of the kind has it.
    fn claim(&self, kind: Kind, id: &str, place: &str) -> Result<(), Failure> {
        let first = self.stored.claim(kind.name(), id, place)?;
        first.map_or(Ok(()), |first| Err(repeated(kind.name(), id, &first)))
    }

    fn has_user(&self, id: &UserId) -> Result<bool, ImportError> {
        Ok(self.stored.has_user(id)?)
    }

    fn has_room(&self, id: &RoomId) -> Result<bool, ImportError> {
        Ok(self.stored.has_room(id)?)
    }

    fn put(&mut self, record: Record) -> Result<(), Failure> {
        self.tally.add(&record);
        Ok(self.stored.put(record)?)
    }

    fn finish(mut self) -> Result<ImportedPusher, ImportError> {
        self.add_deferred()?;
        self.remarks.rooms_without_last_message = self.stored.rooms_without_expected_messages()?;
        if !self.stored.has_roles()? {
            for role in Instance::new().records().filter(|record| matches!(record, Record::Role(_))) {
                self.stored.put(role)?;
            }
        }
        self.stored.put(Record::Counters(self.counters))?;
        self.stored.commit()?;
        Ok(ImportedPusher { tally: self.tally, remarks: self.remarks })
    }
}

fn repeated(kind: &str, id: &str, first: &str) -> Failure {
    let reason = format!("another {kind} has the id {id} ({first}): remove one of them, or give it an unused id");
    Failure::Object(Problem::in_field("id", reason))
}
