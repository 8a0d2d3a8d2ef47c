//! The conversion of records to rows and back.

use rusqlite::{Connection, params};

use crate::domain::{Key, Record, Write};
use crate::model::Scope;

/// The queries for all records. Records come after those they refer to.
const BODIES: [&str; 8] = [
    "SELECT body FROM counters",
    "SELECT body FROM roles",
    "SELECT body FROM users",
    "SELECT body FROM rooms",
    "SELECT body FROM messages ORDER BY room, id",
    "SELECT body FROM files",
    "SELECT body FROM cursors",
    "SELECT body FROM jobs",
];

/// The error of reading or writing a row.
#[derive(Debug, thiserror::Error)]
pub(super) enum RowError {
    #[error("the database failed")]
    Database(#[from] rusqlite::Error),
    #[error("a row does not contain a record")]
    NoRecord(#[from] serde_json::Error),
}

/// Applies one write within the caller's transaction.
pub(super) fn apply(connection: &Connection, write: &Write) -> Result<(), RowError> {
    match write {
        Write::Put(record) => put(connection, record),
        Write::Remove(key) => Ok(remove(connection, key)?),
        Write::RemoveAll => Ok(connection.execute_batch(
            "DELETE FROM counters; DELETE FROM roles; DELETE FROM users; DELETE FROM rooms; DELETE FROM messages;
             DELETE FROM files; DELETE FROM cursors; DELETE FROM jobs;",
        )?),
    }
}

/// Returns all records.
pub(super) fn all(connection: &Connection) -> Result<Vec<Record>, RowError> {
    let mut records = Vec::new();
    for query in BODIES {
        let mut statement = connection.prepare_cached(query)?;
        let mut rows = statement.query(())?;
        while let Some(row) = rows.next()? {
            let body = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            records.push(serde_json::from_str(body)?);
        }
    }
    Ok(records)
}

fn put(connection: &Connection, record: &Record) -> Result<(), RowError> {
    let body = serde_json::to_string(record)?;
    match record.key() {
        Key::Counters => connection
            .prepare_cached("INSERT OR REPLACE INTO counters (only_row, body) VALUES (0, ?1)")?
            .execute(params![body]),
        Key::Role(scope, name) => connection
            .prepare_cached("INSERT OR REPLACE INTO roles (scope, name, body) VALUES (?1, ?2, ?3)")?
            .execute(params![scope_name(scope), name, body]),
        Key::User(id) => connection
            .prepare_cached("INSERT OR REPLACE INTO users (id, body) VALUES (?1, ?2)")?
            .execute(params![id.as_str(), body]),
        Key::Room(id) => connection
            .prepare_cached("INSERT OR REPLACE INTO rooms (id, body) VALUES (?1, ?2)")?
            .execute(params![id.as_str(), body]),
        Key::Message(room, id) => connection
            .prepare_cached("INSERT OR REPLACE INTO messages (room, id, body) VALUES (?1, ?2, ?3)")?
            .execute(params![room.as_str(), id.number(), body]),
        Key::Cursor(user, room) => connection
            .prepare_cached("INSERT OR REPLACE INTO cursors (user, room, body) VALUES (?1, ?2, ?3)")?
            .execute(params![user.as_str(), room.as_str(), body]),
        Key::Attachment(id) => connection
            .prepare_cached("INSERT OR REPLACE INTO files (id, body) VALUES (?1, ?2)")?
            .execute(params![id.as_str(), body]),
        Key::Job(id) => connection
            .prepare_cached("INSERT OR REPLACE INTO jobs (id, body) VALUES (?1, ?2)")?
            .execute(params![id, body]),
    }?;
    Ok(())
}

fn remove(connection: &Connection, key: &Key) -> rusqlite::Result<()> {
    match key {
        Key::Counters => connection.prepare_cached("DELETE FROM counters")?.execute(()),
        Key::Role(scope, name) => connection
            .prepare_cached("DELETE FROM roles WHERE scope = ?1 AND name = ?2")?
            .execute(params![scope_name(*scope), name]),
        Key::User(id) => connection.prepare_cached("DELETE FROM users WHERE id = ?1")?.execute(params![id.as_str()]),
        Key::Room(id) => {
            connection.prepare_cached("DELETE FROM messages WHERE room = ?1")?.execute(params![id.as_str()])?;
            connection.prepare_cached("DELETE FROM rooms WHERE id = ?1")?.execute(params![id.as_str()])
        }
        Key::Message(room, id) => connection
            .prepare_cached("DELETE FROM messages WHERE room = ?1 AND id = ?2")?
            .execute(params![room.as_str(), id.number()]),
        Key::Cursor(user, room) => connection
            .prepare_cached("DELETE FROM cursors WHERE user = ?1 AND room = ?2")?
            .execute(params![user.as_str(), room.as_str()]),
        Key::Attachment(id) => {
            connection.prepare_cached("DELETE FROM files WHERE id = ?1")?.execute(params![id.as_str()])
        }
        Key::Job(id) => connection.prepare_cached("DELETE FROM jobs WHERE id = ?1")?.execute(params![id]),
    }?;
    Ok(())
}

fn scope_name(scope: Scope) -> &'static str {
    match scope {
        Scope::Global => "global",
        Scope::Room => "room",
    }
}
