//! The schema of the database, as migration steps.

use rusqlite::{Connection, Result};

/// The identifier of Chatkit databases (`PRAGMA application_id`): `chat`.
pub(super) const APPLICATION: i32 = i32::from_be_bytes(*b"chat");

/// The migration steps. A file stores the number of applied steps in `user_version`. A released step never changes.
///
/// A `body` is the whole record as JSON. The other columns are the keys.
pub(super) const STEPS: [&str; 2] = [
    "
    CREATE TABLE instance (only_row INTEGER PRIMARY KEY CHECK (only_row = 0), id TEXT NOT NULL) STRICT;
    CREATE TABLE counters (only_row INTEGER PRIMARY KEY CHECK (only_row = 0), body TEXT NOT NULL) STRICT;
    CREATE TABLE roles (scope TEXT, name TEXT, body TEXT NOT NULL, PRIMARY KEY (scope, name)) STRICT, WITHOUT ROWID;
    CREATE TABLE users (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE rooms (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE messages (room TEXT, id INTEGER, body TEXT NOT NULL, PRIMARY KEY (room, id)) STRICT, WITHOUT ROWID;
    CREATE TABLE cursors (user TEXT, room TEXT, body TEXT NOT NULL, PRIMARY KEY (user, room)) STRICT, WITHOUT ROWID;
    ",
    "
    CREATE TABLE files (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE jobs (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
    ",
];

/// Returns the number of steps applied to a file.
pub(super) fn version(connection: &Connection) -> Result<usize> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Applies the missing steps, each in a transaction.
pub(super) fn migrate(connection: &mut Connection) -> Result<()> {
    let taken = version(connection)?;
    for (number, step) in (1_u32..).zip(STEPS).skip(taken) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "application_id", APPLICATION)?;
        transaction.pragma_update(None, "user_version", number)?;
        transaction.commit()?;
    }
    Ok(())
}
