//! The tables, as the steps that made them.

use rusqlite::{Connection, Result};

/// Marks a database as one of ours (`PRAGMA application_id`): `chat`.
pub(super) const APPLICATION: i32 = i32::from_be_bytes(*b"chat");

/// What was added when. A file counts in `user_version` how many of these it took, so a step never changes once it was released.
///
/// A body is the whole record as JSON; the columns beside it are what it is found by.
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

/// How many steps a file took.
pub(super) fn version(connection: &Connection) -> Result<usize> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Takes the steps that a file did not take yet, each wholly or not at all.
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
