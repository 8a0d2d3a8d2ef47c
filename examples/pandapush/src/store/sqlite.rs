//! SQLite: a database in a file, which several processes may use at the same time.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, ToSql, TransactionBehavior};
use tokio::sync::Mutex;

use super::database::{Database, Row, Rows, Statement, Value, iso};
use super::error::StoreError;
use super::migrations::{HISTORY, migrate_sqlite};
use super::private::{create_new_private, keep_private};

/// How long a transaction waits for one of another process, for example of `pandapush admin`.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Maximum number of prepared statements that are kept. There are fewer different ones.
const STATEMENTS: usize = 64;

/// A database in a file. Its operations run one after another, on threads that may wait.
#[derive(Debug, Clone)]
pub struct SqliteDatabase {
    connection: Arc<Mutex<Connection>>,
}

impl SqliteDatabase {
    /// Opens a file, or creates it so that only its owner may read it.
    ///
    /// # Errors
    /// Returns an error if the file cannot be created or opened, or holds tables that are not those of Pandapush.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        Self::in_thread(path, true).await
    }

    /// Opens an existing file.
    ///
    /// # Errors
    /// Returns an error if the file does not exist, cannot be opened, or holds tables that are not those of Pandapush.
    pub async fn open_existing(path: &Path) -> Result<Self, StoreError> {
        Self::in_thread(path, false).await
    }

    async fn in_thread(path: &Path, create: bool) -> Result<Self, StoreError> {
        let path = path.to_owned();
        let opened = tokio::task::spawn_blocking(move || connect(&path, create)).await;
        let connection = opened.map_err(|error| StoreError::Unavailable(error.to_string()))??;
        Ok(Self { connection: Arc::new(Mutex::new(connection)) })
    }

    /// Runs a function with the connection, on a thread that may wait. It runs to its end even if nobody waits for it.
    async fn with<T: Send + 'static>(
        &self,
        run: impl FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let mut connection = self.connection.clone().lock_owned().await;
        let ran = tokio::task::spawn_blocking(move || run(&mut connection)).await;
        ran.map_err(|error| StoreError::Unavailable(error.to_string()))?
    }
}

impl Database for SqliteDatabase {
    fn migrate(&self) -> BoxFuture<'_, Result<Vec<String>, StoreError>> {
        let migrate = |connection: &mut Connection| {
            // Holds the lock for writers from here on: a second process waits, and then finds all steps applied.
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(|error| failed(&error))?;
            let applied = migrate_sqlite(&transaction)?;
            transaction.commit().map_err(|error| failed(&error))?;
            Ok(applied)
        };
        self.with(migrate).boxed()
    }

    fn run(&self, statements: Vec<Statement>) -> BoxFuture<'_, Result<Vec<Rows>, StoreError>> {
        self.with(move |connection| run(connection, &statements).map_err(|error| failed(&error))).boxed()
    }
}

fn connect(path: &Path, create: bool) -> Result<Connection, StoreError> {
    if create {
        create_private(path)?;
    } else if !path.exists() {
        return Err(StoreError::Missing(path.to_owned()));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(|error| failed(&error))?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.busy_timeout(BUSY_TIMEOUT).map_err(|error| failed(&error))?;
    check_ours(&connection, path)?;
    // Only now is it known to be a database of Pandapush.
    keep_database_private(path)?;
    use_write_ahead_log(&connection).map_err(|error| failed(&error))?;
    // With a write-ahead log, changes survive a crash of the process. A power failure may lose the last transactions.
    connection.pragma_update(None, "synchronous", "NORMAL").map_err(|error| failed(&error))?;
    connection.pragma_update(None, "foreign_keys", true).map_err(|error| failed(&error))?;
    Ok(connection)
}

/// Switches to a write-ahead log, which stays in use. SQLite does not wait by itself for another process that is just
/// switching.
fn use_write_ahead_log(connection: &Connection) -> rusqlite::Result<()> {
    let begin = Instant::now();
    loop {
        match connection.pragma_update(None, "journal_mode", "WAL") {
            Err(error) if is_busy(&error) && begin.elapsed() < BUSY_TIMEOUT => {
                std::thread::sleep(Duration::from_millis(10));
            }
            result => return result,
        }
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// Creates the folder and the file if they do not exist.
fn create_private(path: &Path) -> Result<(), StoreError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| StoreError::Folder { path, source }
    };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(failed(folder))?;
    }
    match create_new_private(path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(failed(path)(error)),
        _ => Ok(()),
    }
}

/// Refuses a file with tables, of which none is of Pandapush or of the original.
fn check_ours(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let query = "SELECT count(*), count(CASE WHEN name IN ('knex_migrations', ?1) THEN 1 END) FROM sqlite_schema";
    let counted = connection.query_row(query, (HISTORY,), |row| Ok((row.get::<_, u32>(0)?, row.get::<_, u32>(1)?)));
    match counted {
        Ok((0, _) | (_, 1..)) => Ok(()),
        Ok(_) => Err(StoreError::Foreign(path.to_owned())),
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::NotADatabase) => {
            Err(StoreError::Foreign(path.to_owned()))
        }
        Err(error) => Err(failed(&error)),
    }
}

/// Takes the permissions of others on a database and its write-ahead log away. SQLite gives files that it creates
/// beside a database the permissions of the database.
fn keep_database_private(path: &Path) -> Result<(), StoreError> {
    let beside = ["", "-wal", "-shm"].map(|end| {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    });
    for path in beside {
        match keep_private(&path) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::Folder { path, source });
            }
            _ => {}
        }
    }
    Ok(())
}

fn run(connection: &mut Connection, statements: &[Statement]) -> rusqlite::Result<Vec<Rows>> {
    // Reads do not wait for another writer. What begins with a read and then writes could not wait for one.
    let only_reads = statements.iter().all(|statement| statement.sql.starts_with("SELECT"));
    let behavior = if only_reads { TransactionBehavior::Deferred } else { TransactionBehavior::Immediate };
    let transaction = connection.transaction_with_behavior(behavior)?;
    let rows = statements.iter().map(|statement| rows(&transaction, statement)).collect::<Result<_, _>>()?;
    transaction.commit()?;
    Ok(rows)
}

fn rows(connection: &Connection, statement: &Statement) -> rusqlite::Result<Rows> {
    // SQLite numbers `$1` by the order of appearance, and `?1` by its number.
    let mut prepared = connection.prepare_cached(&statement.sql.replace('$', "?"))?;
    let columns = prepared.column_count();
    let mut found = prepared.query(rusqlite::params_from_iter(&statement.parameters))?;
    let mut rows = Rows::new();
    while let Some(row) = found.next()? {
        let values = (0..columns).map(|column| row.get_ref(column).and_then(|value| read(column, value)));
        rows.push(Row(values.collect::<Result<_, _>>()?));
    }
    Ok(rows)
}

fn read(column: usize, value: ValueRef<'_>) -> rusqlite::Result<Value> {
    Ok(match value {
        ValueRef::Null => Value::Text(None),
        ValueRef::Integer(number) => Value::Number(Some(number)),
        // The column of a time also takes a number with a fraction. Milliseconds are all that a time has.
        #[expect(clippy::cast_possible_truncation, reason = "a number out of range becomes the nearest in range")]
        ValueRef::Real(number) => Value::Number(Some(number as i64)),
        ValueRef::Text(text) => {
            let text = std::str::from_utf8(text).map_err(|error| rusqlite::Error::Utf8Error(column, error))?;
            Value::Text(Some(text.to_owned()))
        }
        ValueRef::Blob(_) => {
            return Err(rusqlite::Error::InvalidColumnType(column, "bytes".to_owned(), value.data_type()));
        }
    })
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Self::Text(text) => text.to_sql(),
            Self::Time(time) => Ok(ToSqlOutput::Owned(time.map(iso).into())),
            Self::Number(number) => number.to_sql(),
        }
    }
}

fn failed(error: &rusqlite::Error) -> StoreError {
    // The texts of SQLite name tables and columns, not values.
    match error.sqlite_error_code() {
        Some(ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch | ErrorCode::TooBig) => {
            StoreError::Refused(error.to_string())
        }
        _ => StoreError::Unavailable(error.to_string()),
    }
}
