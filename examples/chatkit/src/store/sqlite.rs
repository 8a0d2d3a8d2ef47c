//! The database of one instance: one SQLite file, which one process has open.

use std::borrow::Borrow;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, MAIN_DB, OpenFlags};

use super::error::OpenError;
use super::schema::{APPLICATION, STEPS, migrate, version};
use super::tables::{RowError, all, apply};
use crate::domain::{Record, Write};
use crate::server::{Storage, StorageError};

/// How long to wait for a process that is about to end and still has the file open.
const PATIENCE: Duration = Duration::from_secs(1);

/// How many statements stay prepared: there are fewer.
const STATEMENTS: usize = 64;

/// Keeps the records of one instance in a file.
#[derive(Debug)]
pub struct SqliteStorage {
    connection: Connection,
    path: PathBuf,
    instance: String,
}

impl SqliteStorage {
    /// Opens the file of an instance, or makes it.
    ///
    /// # Errors
    /// If it is no such file, belongs to another instance or a newer version, or another process has it open.
    pub fn open(path: &Path, instance: &str) -> Result<Self, OpenError> {
        Self::with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE, Some(instance))
    }

    /// Opens a file that is there, whichever instance it holds.
    ///
    /// # Errors
    /// If it is not there, is no such file, belongs to a newer version, or another process has it open.
    pub fn open_existing(path: &Path) -> Result<Self, OpenError> {
        if !path.exists() {
            return Err(OpenError::Missing(path.to_owned()));
        }
        Self::with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE, None)
    }

    /// Which instance it holds.
    pub fn instance(&self) -> &str {
        &self.instance
    }

    /// Makes all of these writes in one transaction, or none.
    ///
    /// # Errors
    /// If one of them cannot be made.
    pub fn write_all<W: Borrow<Write>>(&mut self, writes: impl IntoIterator<Item = W>) -> Result<(), StorageError> {
        let attempt = || -> Result<(), RowError> {
            let transaction = self.connection.transaction()?;
            for write in writes {
                apply(&transaction, write.borrow())?;
            }
            Ok(transaction.commit()?)
        };
        attempt().map_err(|error| StorageError::new("written", error))
    }

    fn with_flags(path: &Path, flags: OpenFlags, wanted: Option<&str>) -> Result<Self, OpenError> {
        let failed = |error| OpenError::of(path, error);
        let mut connection =
            Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(failed)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        connection.busy_timeout(PATIENCE).map_err(failed)?;
        // Before anything is read: from then on the lock is kept, and nobody else gets in.
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE").map_err(failed)?;
        let found = recognise(&connection, path)?;
        let instance = match (found, wanted) {
            (Some(found), Some(wanted)) if found != wanted => {
                return Err(OpenError::OtherInstance { path: path.to_owned(), found, wanted: wanted.to_owned() });
            }
            (Some(found), _) => found,
            (None, Some(wanted)) => wanted.to_owned(),
            (None, None) => return Err(OpenError::Foreign(path.to_owned())),
        };
        if connection.is_readonly(MAIN_DB).map_err(failed)? {
            return Err(OpenError::ReadOnly(path.to_owned()));
        }
        prepare(&mut connection, &instance).map_err(failed)?;
        Ok(Self { connection, path: path.to_owned(), instance })
    }
}

impl Storage for SqliteStorage {
    fn write(&mut self, writes: &[Write]) -> Result<(), StorageError> {
        self.write_all(writes)
    }

    fn load(&mut self) -> Result<Vec<Record>, StorageError> {
        all(&self.connection).map_err(|error| match error {
            RowError::Database(error) => StorageError::new("read", OpenError::of(&self.path, error)),
            other @ RowError::NoRecord(_) => StorageError::new("read", other),
        })
    }
}

/// Which instance a file holds; none if it is empty. Nothing is changed.
fn recognise(connection: &Connection, path: &Path) -> Result<Option<String>, OpenError> {
    let failed = |error| OpenError::of(path, error);
    let application: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0)).map_err(failed)?;
    let found = version(connection).map_err(failed)?;
    let things: u64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", (), |row| row.get(0)).map_err(failed)?;
    if application == 0 && found == 0 && things == 0 {
        return Ok(None);
    }
    if application != APPLICATION || found == 0 {
        return Err(OpenError::Foreign(path.to_owned()));
    }
    if found > STEPS.len() {
        return Err(OpenError::Newer { path: path.to_owned(), found, known: STEPS.len() });
    }
    let id = connection.query_row("SELECT id FROM instance", (), |row| row.get(0));
    match id {
        Ok(id) => Ok(Some(id)),
        // The process died between the first step and this: nothing was kept yet.
        Err(rusqlite::Error::QueryReturnedNoRows) => Ok(None),
        Err(error) => Err(failed(error)),
    }
}

/// Takes the lock, brings the tables up to date, and notes whose they are.
fn prepare(connection: &mut Connection, instance: &str) -> rusqlite::Result<()> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // In a write-ahead log this survives the death of the process. A power cut may take the last transactions, whole ones.
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    migrate(connection)?;
    connection.execute("INSERT OR IGNORE INTO instance (only_row, id) VALUES (0, ?1)", (instance,))?;
    Ok(())
}
