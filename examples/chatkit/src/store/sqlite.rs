//! The database of one instance: a `SQLite` file that one process opens exclusively.

use std::borrow::Borrow;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, MAIN_DB, OpenFlags};

use super::error::OpenError;
use super::private::{create_new_private, keep_private};
use super::replacement::Replacement;
use super::schema::{APPLICATION, STEPS, migrate, version};
use super::tables::{RowError, all, apply};
use crate::domain::{Record, Write};
use crate::server::{Storage, StorageError};

/// How long to wait for another process that is shutting down and still locks the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(1);

/// Maximum number of cached prepared statements. There are fewer different ones.
const STATEMENTS: usize = 64;

/// The name under which SQLite keeps a database in memory.
const IN_MEMORY: &str = ":memory:";

/// The storage of one instance's records in a file.
#[derive(Debug)]
pub struct SqliteStorage {
    connection: Connection,
    path: PathBuf,
    instance: String,
}

impl SqliteStorage {
    /// Opens the file of an instance, or creates it.
    ///
    /// # Errors
    /// Returns an error if the file is not a Chatkit database, belongs to another instance or a newer version, or is
    /// open in another process.
    pub fn open(path: &Path, instance: &str) -> Result<Self, OpenError> {
        check_names_file(path)?;
        // Errors are reported when the file is opened.
        drop(create_new_private(path));
        Self::with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE, Some(instance))
    }

    /// Creates a database in memory, which ends with this value.
    ///
    /// # Errors
    /// Returns an error if SQLite cannot create it.
    pub fn in_memory(instance: &str) -> Result<Self, OpenError> {
        let path = Path::new(IN_MEMORY);
        Self::with_connection(Connection::open_in_memory(), path, Some(instance))
    }

    /// Opens an existing file, whichever instance it contains.
    ///
    /// # Errors
    /// Returns an error if the file does not exist, is not a Chatkit database, belongs to a newer version, or is open
    /// in another process.
    pub fn open_existing(path: &Path) -> Result<Self, OpenError> {
        check_names_file(path)?;
        if !path.exists() {
            return Err(OpenError::Missing(path.to_owned()));
        }
        Self::with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE, None)
    }

    /// Returns the instance id.
    pub fn instance(&self) -> &str {
        &self.instance
    }

    /// Applies all writes in one transaction, or none.
    ///
    /// # Errors
    /// Returns an error if a write fails.
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

    /// Begins a replacement of the records, in one transaction.
    pub(super) fn replacement(&mut self) -> Result<Replacement<'_>, StorageError> {
        let transaction = self.connection.transaction().map_err(|error| StorageError::new("read", error))?;
        Replacement::new(transaction)
    }

    fn with_flags(path: &Path, flags: OpenFlags, wanted: Option<&str>) -> Result<Self, OpenError> {
        Self::with_connection(Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX), path, wanted)
    }

    fn with_connection(
        opened: rusqlite::Result<Connection>,
        path: &Path,
        wanted: Option<&str>,
    ) -> Result<Self, OpenError> {
        let failed = |error| OpenError::of(path, error);
        let mut connection = opened.map_err(failed)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        connection.busy_timeout(BUSY_TIMEOUT).map_err(failed)?;
        // Set before the first read: the lock is then kept, and no other process can open the file.
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
        // Only now is it known to be a database of Chatkit.
        keep_database_private(path)?;
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

/// Returns the instance in a file, or `None` if the file is empty. The file is not changed.
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
        // The process ended between the first step and this row. Nothing was stored yet.
        Err(rusqlite::Error::QueryReturnedNoRows) => Ok(None),
        Err(error) => Err(failed(error)),
    }
}

/// Locks the file, applies missing steps and stores the instance id.
fn prepare(connection: &mut Connection, instance: &str) -> rusqlite::Result<()> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // With a write-ahead log, changes survive a crash of the process. A power failure may lose the last transactions.
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    migrate(connection)?;
    connection.execute("INSERT OR IGNORE INTO instance (only_row, id) VALUES (0, ?1)", (instance,))?;
    Ok(())
}

/// Takes the permissions of others on a database and its write-ahead log away. SQLite gives files that it creates
/// beside a database the permissions of the database.
fn keep_database_private(path: &Path) -> Result<(), OpenError> {
    if path == Path::new(IN_MEMORY) {
        return Ok(());
    }
    let beside = ["-wal", "-shm"].map(|end| {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    });
    let existing = beside.into_iter().filter(|path| path.exists());
    for path in std::iter::once(path.to_owned()).chain(existing) {
        keep_private(&path).map_err(|source| OpenError::Exposed { path, source })?;
    }
    Ok(())
}

/// Refuses the names that SQLite takes for something else: a database in memory, or a temporary one. No file called
/// `:memory:` is created in any folder, because other programs could not open it.
fn check_names_file(path: &Path) -> Result<(), OpenError> {
    match path.file_name() {
        Some(name) if name != IN_MEMORY => Ok(()),
        _ => Err(OpenError::NoFile(path.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;
    use crate::domain::Instance;
    use crate::model::{CreateUser, RoomId};
    use jiff::Timestamp;

    /// Creates an instance with a deletion job, which only tables of the second step can store.
    fn with_a_job() -> Instance {
        let mut instance = Instance::new();
        let user = CreateUser { id: "alice".into(), name: "Alice".to_owned(), avatar_url: None, custom_data: None };
        let _ = instance.create_user(user, Timestamp::UNIX_EPOCH).unwrap();
        let _ = instance.schedule_user_deletion(&"alice".into(), "job".to_owned()).unwrap();
        instance
    }

    #[test]
    fn files_of_older_versions_are_migrated_with_their_data() {
        let folder = tempfile::tempdir().unwrap();
        for taken in 1..STEPS.len() {
            let path = folder.path().join(format!("{taken}.db"));
            let old = Connection::open(&path).unwrap();
            STEPS[..taken].iter().for_each(|step| old.execute_batch(step).unwrap());
            old.pragma_update(None, "application_id", APPLICATION).unwrap();
            old.pragma_update(None, "user_version", u32::try_from(taken).unwrap()).unwrap();
            old.execute("INSERT INTO instance (only_row, id) VALUES (0, 'mine')", ()).unwrap();
            let user = r#"{"record":"user","user":{"id":"bob","name":"Bob","created_at":"2017-03-23T11:36:42Z",
                "updated_at":"2017-03-23T11:36:42Z"},"number":1}"#;
            old.execute("INSERT INTO users (id, body) VALUES ('bob', ?1)", (user,)).unwrap();
            drop(old);

            let mut storage = SqliteStorage::open(&path, "mine").unwrap();
            assert_eq!(version(&storage.connection).unwrap(), STEPS.len());
            assert!(matches!(&storage.load().unwrap()[..], [Record::User { user, .. }] if user.name == "Bob"));
            storage.write(&with_a_job().take_writes()).unwrap();
            assert!(storage.load().unwrap().iter().any(|record| matches!(record, Record::Job { .. })));
        }
    }

    #[test]
    fn a_failed_migration_step_leaves_the_file_unchanged() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("old.db");
        let old = Connection::open(&path).unwrap();
        old.execute_batch(STEPS[0]).unwrap();
        // Makes the creation of the second table of the second step fail.
        old.execute_batch("CREATE TABLE jobs (other TEXT)").unwrap();
        old.pragma_update(None, "application_id", APPLICATION).unwrap();
        old.pragma_update(None, "user_version", 1).unwrap();
        old.execute("INSERT INTO instance (only_row, id) VALUES (0, 'mine')", ()).unwrap();
        drop(old);
        SqliteStorage::open(&path, "mine").unwrap_err();
        let old = Connection::open(&path).unwrap();
        let files: u32 =
            old.query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'files'", (), |row| row.get(0)).unwrap();
        assert_eq!((version(&old).unwrap(), files), (1, 0));
    }

    #[test]
    fn one_failing_write_rolls_back_the_batch() {
        let mut storage = SqliteStorage::in_memory("mine").unwrap();
        let mut writes = with_a_job().take_writes();
        let too_high = crate::model::MessageId::new(u64::MAX);
        writes.push(Write::Remove(crate::domain::Key::Message(RoomId::new("lobby"), too_high)));
        storage.write(&writes).unwrap_err();
        assert_eq!(storage.load().unwrap(), []);
        writes.pop();
        storage.write(&writes).unwrap();
        assert_eq!(storage.load().unwrap(), with_a_job().records().collect::<Vec<_>>());
    }

    #[test]
    fn deleting_a_room_deletes_only_its_messages() {
        let mut storage = SqliteStorage::in_memory("mine").unwrap();
        let message = |room: &str, id| {
            let text = format!(
                r#"{{"record":"message","id":{id},"user_id":"alice","room_id":"{room}","parts":[],
                "created_at":"2017-03-23T11:36:42Z","updated_at":"2017-03-23T11:36:42Z"}}"#
            );
            Write::Put(serde_json::from_str(&text).unwrap())
        };
        storage.write(&[message("lobby", 1), message("attic", 2), message("lobby", 3)]).unwrap();
        storage.write(&[Write::Remove(crate::domain::Key::Room("lobby".into()))]).unwrap();
        assert!(matches!(&storage.load().unwrap()[..], [Record::Message(message)] if message.id.number() == 2));
    }
}
