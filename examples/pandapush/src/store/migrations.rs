//! The tables, step by step, applied by `refinery` in one transaction.
//!
//! Its own drivers open a transaction for each question, so two processes that start together could both begin the same
//! step. Here all of it happens in a transaction of the caller, which holds the lock of the database from its start.

use refinery_core::traits::r#async::{AsyncQuery, AsyncTransaction};
use refinery_core::traits::sync::{Query, Transaction};
use refinery_core::{AsyncMigrate, Migrate, Migration, Report, Runner};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use tokio_postgres::Transaction as PostgresTransaction;

use super::StoreError;

/// The table in which `refinery` records the steps.
pub(super) const HISTORY: &str = "refinery_schema_history";

/// The steps of SQLite.
pub(super) const SQLITE: &[(&str, &str)] =
    &[("V1__original", include_str!("sql/V1_sqlite.sql")), ("V2__revocation", include_str!("sql/V2_sqlite.sql"))];

/// The steps of PostgreSQL.
pub(super) const POSTGRES: &[(&str, &str)] =
    &[("V1__original", include_str!("sql/V1_postgres.sql")), ("V2__revocation", include_str!("sql/V2_postgres.sql"))];

/// The columns that the second step of the original added. SQLite cannot add a column only if it is missing.
const ADDED_LATER: [(&str, &str); 2] = [
    ("last_used", "ALTER TABLE keys ADD COLUMN last_used datetime"),
    ("use_count", "ALTER TABLE keys ADD COLUMN use_count integer"),
];

/// Applies the missing steps to SQLite, within a transaction.
pub(super) fn migrate_sqlite(transaction: &rusqlite::Transaction<'_>) -> Result<Vec<String>, StoreError> {
    complete_original(transaction).map_err(|error| StoreError::Migration(error.to_string()))?;
    let runner = runner(SQLITE)?;
    let mut connection = InSqlite(transaction);
    connection.assert_migrations_table(HISTORY).map_err(|error| failed(&error))?;
    let applied = runner.get_applied_migrations(&mut connection).map_err(|error| failed(&error))?;
    check_not_newer(&applied, SQLITE)?;
    runner.run(&mut connection).map(|report| names(&report)).map_err(|error| failed(&error))
}

/// Applies the missing steps to PostgreSQL, within a transaction.
pub(super) async fn migrate_postgres(transaction: &PostgresTransaction<'_>) -> Result<Vec<String>, StoreError> {
    let runner = runner(POSTGRES)?;
    let mut connection = InPostgres(transaction);
    let create = InPostgres::assert_migrations_table_query(HISTORY);
    connection.execute([create.as_str()].into_iter()).await.map_err(|error| failed(&error))?;
    let applied = runner.get_applied_migrations_async(&mut connection).await.map_err(|error| failed(&error))?;
    check_not_newer(&applied, POSTGRES)?;
    runner.run_async(&mut connection).await.map(|report| names(&report)).map_err(|error| failed(&error))
}

fn runner(steps: &[(&str, &str)]) -> Result<Runner, StoreError> {
    let steps: Result<Vec<Migration>, _> = steps.iter().map(|(name, sql)| Migration::unapplied(name, sql)).collect();
    Ok(Runner::new(&steps.map_err(|error| failed(&error))?))
}

fn check_not_newer(applied: &[Migration], steps: &[(&str, &str)]) -> Result<(), StoreError> {
    let known = i32::try_from(steps.len()).unwrap_or(i32::MAX);
    match applied.iter().map(Migration::version).max() {
        Some(found) if found > known => Err(StoreError::Newer { found, known }),
        _ => Ok(()),
    }
}

fn names(report: &Report) -> Vec<String> {
    report.applied_migrations().iter().map(ToString::to_string).collect()
}

fn failed(error: &(dyn std::error::Error + 'static)) -> StoreError {
    let causes = std::iter::successors(Some(error), |error| error.source());
    StoreError::Migration(causes.map(ToString::to_string).collect::<Vec<_>>().join(": "))
}

/// Adds the columns that a database of an old version of the original lacks.
fn complete_original(transaction: &rusqlite::Transaction<'_>) -> rusqlite::Result<()> {
    let count = |sql: &str, name: &str| transaction.query_row(sql, (name,), |row| row.get::<_, u32>(0));
    if count("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?1", "keys")? == 0 {
        return Ok(());
    }
    for (column, add) in ADDED_LATER {
        if count("SELECT count(*) FROM pragma_table_info('keys') WHERE name = ?1", column)? == 0 {
            transaction.execute_batch(add)?;
        }
    }
    Ok(())
}

/// A row of the history, as `refinery` reads it. An unreadable time or checksum is reported as a changed step.
fn applied(version: i32, name: String, at: &str, checksum: &str) -> Migration {
    let at = OffsetDateTime::parse(at, &Rfc3339).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    Migration::applied(version, name, at, checksum.parse().unwrap_or(0))
}

/// A transaction of SQLite, as `refinery` wants it.
struct InSqlite<'t>(&'t rusqlite::Transaction<'t>);

impl Transaction for InSqlite<'_> {
    type Error = rusqlite::Error;

    fn execute<'a, T: Iterator<Item = &'a str>>(&mut self, queries: T) -> Result<usize, Self::Error> {
        let mut count = 0;
        for query in queries {
            self.0.execute_batch(query)?;
            count += 1;
        }
        Ok(count)
    }
}

impl Query<Vec<Migration>> for InSqlite<'_> {
    fn query(&mut self, query: &str) -> Result<Vec<Migration>, Self::Error> {
        let mut statement = self.0.prepare(query)?;
        let rows = statement.query_map((), |row| {
            let (at, checksum): (String, String) = (row.get(2)?, row.get(3)?);
            Ok(applied(row.get(0)?, row.get(1)?, &at, &checksum))
        })?;
        rows.collect()
    }
}

impl Migrate for InSqlite<'_> {}

/// A transaction of PostgreSQL, as `refinery` wants it.
struct InPostgres<'t>(&'t PostgresTransaction<'t>);

impl AsyncTransaction for InPostgres<'_> {
    type Error = tokio_postgres::Error;

    async fn execute<'a, T: Iterator<Item = &'a str> + Send + 'a>(
        &'a mut self,
        queries: T,
    ) -> Result<usize, Self::Error> {
        let mut count = 0;
        for query in queries {
            self.0.batch_execute(query).await?;
            count += 1;
        }
        Ok(count)
    }
}

impl AsyncQuery<Vec<Migration>> for InPostgres<'_> {
    async fn query<'a>(&'a mut self, query: &'a str) -> Result<Vec<Migration>, Self::Error> {
        let rows = self.0.query(query, &[]).await?;
        let migration = |row: &tokio_postgres::Row| -> Result<Migration, tokio_postgres::Error> {
            let (at, checksum): (String, String) = (row.try_get(2)?, row.try_get(3)?);
            Ok(applied(row.try_get(0)?, row.try_get(1)?, &at, &checksum))
        };
        rows.iter().map(migration).collect()
    }
}

impl AsyncMigrate for InPostgres<'_> {}
