//! The errors of opening a database file.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// The error of a file that cannot be used as the database of an instance. The file is unchanged.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file exists and is not a database of Chatkit.
    #[error("{0} is not a database of Chatkit")]
    Foreign(PathBuf),
    /// The file cannot be read completely.
    #[error("{path} is damaged")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The error of the database library.
        source: rusqlite::Error,
    },
    /// The file contains another instance than the requested one.
    #[error("{path} holds the instance {found}, not {wanted}")]
    OtherInstance {
        /// The file.
        path: PathBuf,
        /// The instance in the file.
        found: String,
        /// The requested instance.
        wanted: String,
    },
    /// The file was created or changed by a newer version of this program.
    #[error("{path} was written by a newer version: it is at step {found}, but this version supports only {known}")]
    Newer {
        /// The file.
        path: PathBuf,
        /// The number of migration steps applied to the file.
        found: usize,
        /// The number of migration steps that this version supports.
        known: usize,
    },
    /// Another process has opened the file.
    #[error("{0} is in use, probably by a running server: stop that first")]
    InUse(PathBuf),
    /// The file cannot be written.
    #[error("{0} cannot be written")]
    ReadOnly(PathBuf),
    /// Others may read the file, and it belongs to another user.
    #[error("{path} can be read by others, and its permissions cannot be changed")]
    Exposed {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// The path names no file: SQLite takes it for a database that ends with the process.
    #[error("`{0}` is not the name of a file: give one, or give none to keep everything in memory")]
    NoFile(PathBuf),
    /// The file does not exist and must not be created.
    #[error("there is no file {0}")]
    Missing(PathBuf),
    /// The file or its folder cannot be opened.
    #[error("{path} cannot be opened")]
    Failed {
        /// The file.
        path: PathBuf,
        /// The error of the database library.
        source: rusqlite::Error,
    },
}

impl OpenError {
    pub(super) fn of(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match source.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::Foreign(path),
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged { path, source },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::InUse(path),
            Some(ErrorCode::ReadOnly) => Self::ReadOnly(path),
            _ => Self::Failed { path, source },
        }
    }
}
