//! PostgreSQL: a server, through a pool of connections that replaces those that were lost.

use std::time::Duration;

use bytes::BytesMut;
use deadpool_postgres::{
    BuildError, Hook, HookError, Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime, Timeouts,
};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use tokio_postgres::NoTls;
use tokio_postgres::config::SslMode;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use super::database::{Database, Row, Rows, Statement, Value};
use super::error::StoreError;
use super::migrations::migrate_postgres;
use super::postgres_location::PostgresLocation;

/// Maximum number of connections of one node.
const CONNECTIONS: usize = 8;

/// How long an operation waits for a connection, and a connection for the server.
const CONNECT_TIME: Duration = Duration::from_secs(5);

/// How long a statement may run, and wait for locks. Set in the session, so that the server ends it.
const STATEMENT_TIME: &str = "SET statement_timeout = '10s'; SET lock_timeout = '5s'; \
    SET idle_in_transaction_session_timeout = '30s'";

/// How long an operation may take in all. A server that was cut off does not end a statement for us.
const OPERATION_TIME: Duration = Duration::from_secs(15);

/// The number of the lock that a node holds while it changes tables: the letters of `panda`.
const MIGRATION_LOCK: i64 = 0x0070_616E_6461;

/// A database on a server.
#[derive(Debug, Clone)]
pub struct PostgresDatabase {
    pool: Pool,
}

impl PostgresDatabase {
    /// Creates a pool of connections. No connection is opened yet.
    ///
    /// # Errors
    /// Returns an error if TLS is required and its certificate authorities cannot be read.
    pub fn at(location: &PostgresLocation) -> Result<Self, StoreError> {
        let mut config = location.config.clone();
        config.application_name("pandapush");
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_TIME);
        }
        // Each connection is tried before it is used: one that a restart of the server cut is replaced.
        let recycling = ManagerConfig { recycling_method: RecyclingMethod::Verified };
        let manager = if let Some(tls) = location.tls()? {
            Manager::from_config(config.ssl_mode(SslMode::Require).clone(), tls, recycling)
        } else {
            Manager::from_config(config.ssl_mode(SslMode::Disable).clone(), NoTls, recycling)
        };
        let limits = Hook::async_fn(|client, _| {
            Box::pin(async move { client.batch_execute(STATEMENT_TIME).await.map_err(HookError::Backend) })
        });
        let time = Some(CONNECT_TIME);
        let pool = Pool::builder(manager)
            .max_size(CONNECTIONS)
            .runtime(Runtime::Tokio1)
            .timeouts(Timeouts { wait: time, create: time, recycle: time })
            .post_create(limits)
            .build();
        pool.map(|pool| Self { pool }).map_err(|error: BuildError| StoreError::Unavailable(error.to_string()))
    }

    async fn connection(&self) -> Result<Object, StoreError> {
        self.pool.get().await.map_err(|error| match error {
            PoolError::Backend(error) => failed(&error),
            PoolError::Timeout(_) => StoreError::Unavailable("the database did not answer in time".to_owned()),
            other => StoreError::Unavailable(other.to_string()),
        })
    }

    async fn run_all(&self, statements: Vec<Statement>) -> Result<Vec<Rows>, StoreError> {
        let mut connection = self.connection().await?;
        let transaction = connection.transaction().await.map_err(|error| failed(&error))?;
        let mut results = Vec::with_capacity(statements.len());
        for statement in &statements {
            let prepared = transaction.prepare_cached(statement.sql).await.map_err(|error| failed(&error))?;
            let parameters: Vec<_> = statement.parameters.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
            let found = transaction.query(&prepared, &parameters).await.map_err(|error| failed(&error))?;
            results.push(found.iter().map(read).collect::<Result<_, _>>().map_err(|error| failed(&error))?);
        }
        transaction.commit().await.map_err(|error| failed(&error))?;
        Ok(results)
    }

    async fn migrate_all(&self) -> Result<Vec<String>, StoreError> {
        let mut connection = self.connection().await?;
        let transaction = connection.build_transaction().start().await.map_err(|error| failed(&error))?;
        // Waits for another node that migrates, longer than a statement may. The lock ends with the transaction.
        transaction
            .batch_execute("SET LOCAL statement_timeout = '120s'; SET LOCAL lock_timeout = '120s'")
            .await
            .map_err(|error| failed(&error))?;
        transaction
            .execute("SELECT pg_advisory_xact_lock($1)", &[&MIGRATION_LOCK])
            .await
            .map_err(|error| failed(&error))?;
        let applied = migrate_postgres(&transaction).await?;
        transaction.commit().await.map_err(|error| failed(&error))?;
        Ok(applied)
    }
}

impl Database for PostgresDatabase {
    fn migrate(&self) -> BoxFuture<'_, Result<Vec<String>, StoreError>> {
        self.migrate_all().boxed()
    }

    fn run(&self, statements: Vec<Statement>) -> BoxFuture<'_, Result<Vec<Rows>, StoreError>> {
        let late = |_| StoreError::Unavailable("the database did not answer in time".to_owned());
        async move { tokio::time::timeout(OPERATION_TIME, self.run_all(statements)).await.map_err(late)? }.boxed()
    }
}

fn read(row: &tokio_postgres::Row) -> Result<Row, tokio_postgres::Error> {
    (0..row.len()).map(|column| row.try_get::<_, Value>(column)).collect::<Result<_, _>>().map(Row)
}

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Text(text) => text.to_sql(ty, out),
            Self::Time(time) => time.to_sql(ty, out),
            Self::Number(number) if *ty == Type::INT4 => number.map(i32::try_from).transpose()?.to_sql(ty, out),
            Self::Number(number) => number.to_sql(ty, out),
        }
    }

    fn accepts(ty: &Type) -> bool {
        <Self as FromSql<'_>>::accepts(ty)
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(match *ty {
            Type::INT4 => Self::Number(Some(i32::from_sql(ty, raw)?.into())),
            Type::INT8 => Self::Number(Some(i64::from_sql(ty, raw)?)),
            Type::TIMESTAMPTZ => Self::Time(Some(Timestamp::from_sql(ty, raw)?)),
            _ => Self::Text(Some(String::from_sql(ty, raw)?)),
        })
    }

    fn from_sql_null(ty: &Type) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(match *ty {
            Type::INT4 | Type::INT8 => Self::Number(None),
            Type::TIMESTAMPTZ => Self::Time(None),
            _ => Self::Text(None),
        })
    }

    fn accepts(ty: &Type) -> bool {
        [Type::INT4, Type::INT8, Type::TIMESTAMPTZ, Type::TEXT, Type::VARCHAR].contains(ty)
    }
}

/// Converts an error. The details of the server are left out, because they repeat the values of the row.
fn failed(error: &tokio_postgres::Error) -> StoreError {
    match error.as_db_error() {
        // Classes 22 and 23: the values are not accepted. All others are states of the server or its settings.
        Some(refusal) if refusal.code().code().starts_with("22") || refusal.code().code().starts_with("23") => {
            StoreError::Refused(format!("{} ({})", refusal.message(), refusal.code().code()))
        }
        Some(problem) => StoreError::Unavailable(format!("{} ({})", problem.message(), problem.code().code())),
        None => {
            let causes = std::iter::successors(Some(error as &dyn std::error::Error), |error| error.source());
            StoreError::Unavailable(causes.map(ToString::to_string).collect::<Vec<_>>().join(": "))
        }
    }
}
