//! A new database for each test.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use pandapush::store::{Location, Store, open};
use peers::{Postgres, PostgresServer};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio_postgres::NoTls;

/// The database that a test runs on.
#[derive(Debug, Clone)]
pub(crate) enum Engine {
    Sqlite,
    Postgres(Server),
}

/// A server of PostgreSQL that tests share. The first test that needs it starts it.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    installed: Option<Postgres>,
    running: Arc<Mutex<Option<PostgresServer>>>,
}

/// A new database, which is empty, and a runtime.
#[derive(Debug)]
pub(crate) struct Fresh {
    pub(crate) runtime: Runtime,
    pub(crate) location: Location,
    /// The address of the database of PostgreSQL.
    pub(crate) url: String,
    /// Holds the file of SQLite.
    _folder: TempDir,
}

impl Server {
    pub(crate) fn new(installed: Option<Postgres>) -> Self {
        Self { installed, running: Arc::default() }
    }

    /// Stops the server if it was started.
    pub(crate) fn stop(&self) {
        drop(self.running.lock().unwrap().take());
    }

    /// Creates a database and returns its URL.
    async fn create_database(&self) -> String {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let url = {
            let mut running = self.running.lock().unwrap();
            let installed = self.installed.as_ref().expect("PostgreSQL is installed");
            running.get_or_insert_with(|| installed.start().expect("PostgreSQL starts")).url()
        };
        let name = format!("test{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let (client, connection) = tokio_postgres::connect(&url, NoTls).await.unwrap();
        let connection = tokio::spawn(connection);
        client.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
        drop(client);
        connection.await.unwrap().unwrap();
        url.replace("/postgres", &format!("/{name}"))
    }
}

impl Fresh {
    pub(crate) fn new(engine: &Engine) -> Self {
        let runtime = Runtime::new().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let (location, url) = match engine {
            Engine::Sqlite => (Location::Sqlite(folder.path().join("pandapush.sqlite")), String::new()),
            Engine::Postgres(server) => {
                let url = runtime.block_on(server.create_database());
                (Location::Postgres(Box::new(url.parse().unwrap())), url)
            }
        };
        Self { runtime, location, url, _folder: folder }
    }

    /// Runs a test with a store whose tables are up to date.
    pub(crate) fn with<F: Future<Output = ()>>(&self, test: impl FnOnce(Store) -> F) {
        self.runtime.block_on(async { test(open(&self.location).await.unwrap()).await });
    }

    /// Runs statements beside the store, as another program would.
    pub(crate) async fn execute(&self, sql: &str) {
        match &self.location {
            Location::Sqlite(path) => rusqlite::Connection::open(path).unwrap().execute_batch(sql).unwrap(),
            Location::Postgres(location) => {
                let (client, connection) = location.config.connect(NoTls).await.unwrap();
                let connection = tokio::spawn(connection);
                client.batch_execute(sql).await.unwrap();
                drop(client);
                connection.await.unwrap().unwrap();
            }
        }
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self.location, Location::Sqlite(_))
    }
}
