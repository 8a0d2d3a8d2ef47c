//! Applications, their administrators and keys in a database: SQLite or PostgreSQL.
//!
//! ```text
//! records      what the database holds
//! identifier   ids and secrets from the operating system's generator
//! database     the trait that a database implements: a list of statements, in one transaction
//! sqlite       a file
//! postgres     a server, through a pool of connections
//! postgres_location  where that server is, and how its certificate is verified
//! migrations   the tables, step by step, also from a database of the original Pandapush
//! store        the operations, as statements for either database
//! sessions     those on sessions of administrators
//! rows         from rows of the tables to values
//! open         from options to an open store
//! keys         the operations on keys, which change the keys in memory too
//! key_reload   the keys in memory follow the database
//! ```

mod database;
mod error;
mod identifier;
mod key_reload;
mod keys;
mod migrations;
mod open;
mod postgres;
mod postgres_location;
mod private;
mod records;
mod rows;
mod sessions;
mod sqlite;
#[expect(clippy::module_inception, reason = "the type is `Store`, and its file is named after it")]
mod store;

pub use database::{Database, Row, Rows, Statement, Value};
pub(crate) use database::{iso, read_time};
pub use error::StoreError;
pub use identifier::{application_id, key_id, secret};
pub use key_reload::{Intervals, KeyReload};
pub use keys::{Health, Keys};
pub use open::{Location, connect, open, open_existing};
pub use postgres::PostgresDatabase;
pub use postgres_location::PostgresLocation;
pub use records::{Application, ApplicationDetails, CreatedKey, KeyRecord, NewKey};
pub use sqlite::SqliteDatabase;
pub use store::{Store, WEB_CONSOLE};
