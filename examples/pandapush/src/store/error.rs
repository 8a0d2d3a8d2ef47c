//! The errors of the store.

use std::path::PathBuf;

/// The error of an operation on the database. Its text holds no values of rows, hence no secret.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database does not answer, or refuses the connection. The next operation may succeed.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// The database refused a statement.
    #[error("the database refused a statement: {0}")]
    Refused(String),
    /// A text cannot be stored.
    #[error("{0}")]
    Invalid(String),
    /// The database was changed by a newer version of this program.
    #[error(
        "the database was written by a newer version of pandapush: it is at step {found}, but this version knows only \
         {known}; install that version"
    )]
    Newer {
        /// The number of the last step that was applied.
        found: i32,
        /// The number of the last step that this version knows.
        known: i32,
    },
    /// The file has tables, but not those of Pandapush.
    #[error("{0} is not a database of Pandapush; name another file")]
    Foreign(PathBuf),
    /// The file does not exist and must not be created.
    #[error("there is no database {0}; `pandapush serve` and `pandapush migrate` create it")]
    Missing(PathBuf),
    /// The file or its folder cannot be created.
    #[error("{path} cannot be created or kept private: {source}")]
    Folder {
        /// The file or the folder.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// The tables cannot be created or changed.
    #[error("the tables of the database cannot be brought up to date: {0}")]
    Migration(String),
    /// The URL of the database cannot be used.
    #[error("the URL of the database cannot be used: {0}")]
    Url(String),
}
