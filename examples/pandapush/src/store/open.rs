//! Opens the database at a location.

use std::path::PathBuf;

use super::error::StoreError;
use super::postgres::PostgresDatabase;
use super::postgres_location::PostgresLocation;
use super::sqlite::SqliteDatabase;
use super::store::Store;

/// Where the database is. Its debug output has no password.
#[derive(Debug, Clone, PartialEq)]
pub enum Location {
    /// A file of SQLite.
    Sqlite(PathBuf),
    /// A server of PostgreSQL.
    Postgres(Box<PostgresLocation>),
}

/// Opens a store and brings its tables up to date. A file is created if it does not exist.
///
/// # Errors
/// Returns an error if the database is not available, is not of Pandapush, or was changed by a newer version.
pub async fn open(location: &Location) -> Result<Store, StoreError> {
    migrated(connect(location).await?).await
}

/// Opens a store without bringing its tables up to date.
///
/// # Errors
/// Returns an error if the database cannot be opened. A server is asked later.
pub async fn connect(location: &Location) -> Result<Store, StoreError> {
    match location {
        Location::Sqlite(path) => Ok(Store::new(SqliteDatabase::open(path).await?)),
        Location::Postgres(location) => Ok(Store::new(PostgresDatabase::at(location)?)),
    }
}

/// Opens a store like [`open`] does. A file that does not exist is an error.
///
/// # Errors
/// Returns the errors of [`open`].
pub async fn open_existing(location: &Location) -> Result<Store, StoreError> {
    match location {
        Location::Sqlite(path) => migrated(Store::new(SqliteDatabase::open_existing(path).await?)).await,
        Location::Postgres(_) => open(location).await,
    }
}

async fn migrated(store: Store) -> Result<Store, StoreError> {
    let applied = store.migrate().await?;
    if !applied.is_empty() {
        tracing::info!(steps = applied.join(", "), "the tables of the database were brought up to date");
    }
    Ok(store)
}
