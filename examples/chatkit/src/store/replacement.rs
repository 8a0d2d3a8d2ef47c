//! The replacement of the records of a database, record by record in one transaction.

use rusqlite::{OptionalExtension as _, Transaction, params};

use super::tables::{RowError, apply};
use crate::domain::{Counters, Record, Tally, Write};
use crate::model::{Message, RoomId, UserId};
use crate::server::StorageError;

/// The tables of what an import has read: where each id stands, which rooms had messages, and messages to be stored
/// later. They are in a temporary file, which SQLite removes.
const READ: &str = "
    CREATE TEMP TABLE IF NOT EXISTS claims (kind TEXT, id TEXT, place TEXT NOT NULL, PRIMARY KEY (kind, id))
    STRICT, WITHOUT ROWID;
    CREATE TEMP TABLE IF NOT EXISTS spoken (room TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TEMP TABLE IF NOT EXISTS deferred (id INTEGER, number INTEGER, body TEXT NOT NULL, PRIMARY KEY (id, number))
    STRICT, WITHOUT ROWID;
    DELETE FROM claims;
    DELETE FROM spoken;
    DELETE FROM deferred;
";

/// A transaction that replaces records. Dropping it changes nothing.
#[derive(Debug)]
pub(super) struct Replacement<'a>(Transaction<'a>);

impl<'a> Replacement<'a> {
    pub(super) fn new(transaction: Transaction<'a>) -> Result<Self, StorageError> {
        transaction.execute_batch(READ).map_err(unwritten)?;
        Ok(Self(transaction))
    }

    /// Returns the numbers of stored records.
    pub(super) fn tally(&self) -> Result<Tally, StorageError> {
        let count = |query| self.0.query_row(query, (), |row| row.get(0)).map_err(unread);
        Ok(Tally {
            users: count("SELECT count(*) FROM users")?,
            rooms: count("SELECT count(*) FROM rooms")?,
            messages: count("SELECT count(*) FROM messages")?,
            files: count("SELECT count(*) FROM files")?,
            cursors: count("SELECT count(*) FROM cursors")?,
            others: count(
                "SELECT (SELECT count(*) FROM counters) + (SELECT count(*) FROM roles)
                + (SELECT count(*) FROM jobs)",
            )?,
        })
    }

    /// Returns the stored counters.
    pub(super) fn counters(&self) -> Result<Option<Counters>, StorageError> {
        let body = self.0.query_row("SELECT body FROM counters", (), |row| row.get::<_, String>(0));
        let Some(body) = body.optional().map_err(unread)? else { return Ok(None) };
        let record: Record = serde_json::from_str(&body).map_err(|error| StorageError::new("read", error))?;
        Ok(record.as_counters())
    }

    pub(super) fn has_user(&self, id: &UserId) -> Result<bool, StorageError> {
        self.exists("SELECT 1 FROM users WHERE id = ?1", id.as_str())
    }

    pub(super) fn has_room(&self, id: &RoomId) -> Result<bool, StorageError> {
        self.exists("SELECT 1 FROM rooms WHERE id = ?1", id.as_str())
    }

    pub(super) fn has_roles(&self) -> Result<bool, StorageError> {
        self.0.query_row("SELECT EXISTS (SELECT 1 FROM roles)", (), |row| row.get(0)).map_err(unread)
    }

    /// Notes where an id was read. Returns the place where it was read before, if it was.
    pub(super) fn claim(&self, kind: &str, id: &str, place: &str) -> Result<Option<String>, StorageError> {
        let insert = "INSERT OR IGNORE INTO claims (kind, id, place) VALUES (?1, ?2, ?3)";
        let mut statement = self.0.prepare_cached(insert).map_err(unwritten)?;
        let new = statement.execute(params![kind, id, place]).map_err(unwritten)?;
        if new == 1 { Ok(None) } else { self.claim_of(kind, id) }
    }

    /// Returns where an id was read.
    pub(super) fn claim_of(&self, kind: &str, id: &str) -> Result<Option<String>, StorageError> {
        let select = "SELECT place FROM claims WHERE kind = ?1 AND id = ?2";
        let mut statement = self.0.prepare_cached(select).map_err(unread)?;
        statement.query_row(params![kind, id], |row| row.get(0)).optional().map_err(unread)
    }

    /// Notes that a room had messages.
    pub(super) fn expect_messages(&self, room: &RoomId) -> Result<(), StorageError> {
        let insert = "INSERT OR IGNORE INTO spoken (room) VALUES (?1)";
        let mut statement = self.0.prepare_cached(insert).map_err(unwritten)?;
        statement.execute((room.as_str(),)).map(drop).map_err(unwritten)
    }

    /// Returns the number of rooms that had messages and have none now.
    pub(super) fn rooms_without_expected_messages(&self) -> Result<u64, StorageError> {
        let silent =
            "SELECT count(*) FROM spoken WHERE NOT EXISTS (SELECT 1 FROM messages WHERE messages.room = spoken.room)";
        self.0.query_row(silent, (), |row| row.get(0)).map_err(unread)
    }

    /// Keeps a message for later. `number` distinguishes messages with the same id.
    pub(super) fn defer(&self, message: &Message, number: u64) -> Result<(), StorageError> {
        let body = serde_json::to_string(message).map_err(|error| StorageError::new("written", error))?;
        let insert = "INSERT INTO deferred (id, number, body) VALUES (?1, ?2, ?3)";
        let mut statement = self.0.prepare_cached(insert).map_err(unwritten)?;
        statement.execute(params![message.id.number(), number, body]).map(drop).map_err(unwritten)
    }

    /// Removes the kept message with the lowest id and number, and returns it.
    pub(super) fn take_deferred(&self) -> Result<Option<Message>, StorageError> {
        let delete = "DELETE FROM deferred
            WHERE (id, number) = (SELECT id, number FROM deferred ORDER BY id, number LIMIT 1) RETURNING body";
        let mut statement = self.0.prepare_cached(delete).map_err(unwritten)?;
        let body = statement.query_row((), |row| row.get::<_, String>(0)).optional().map_err(unwritten)?;
        body.map(|body| serde_json::from_str(&body).map_err(|error| StorageError::new("read", error))).transpose()
    }

    pub(super) fn remove_all(&self) -> Result<(), StorageError> {
        self.apply(&Write::RemoveAll)
    }

    pub(super) fn put(&self, record: Record) -> Result<(), StorageError> {
        self.apply(&Write::Put(record))
    }

    pub(super) fn commit(self) -> Result<(), StorageError> {
        self.0.commit().map_err(unwritten)
    }

    fn apply(&self, write: &Write) -> Result<(), StorageError> {
        apply(&self.0, write).map_err(|error: RowError| StorageError::new("written", error))
    }

    fn exists(&self, query: &str, id: &str) -> Result<bool, StorageError> {
        let mut statement = self.0.prepare_cached(query).map_err(unread)?;
        statement.exists((id,)).map_err(unread)
    }
}

fn unread(error: rusqlite::Error) -> StorageError {
    StorageError::new("read", error)
}

fn unwritten(error: rusqlite::Error) -> StorageError {
    StorageError::new("written", error)
}
