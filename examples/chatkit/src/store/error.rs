//! Why a file cannot be used.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// A file cannot be used as the database of an instance. Nothing was changed in it.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It is there, and it is something else.
    #[error("{0} is not a database of Chatkit")]
    Foreign(PathBuf),
    /// It cannot be read to its end.
    #[error("{path} is damaged")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        source: rusqlite::Error,
    },
    /// It holds another instance than was asked for.
    #[error("{path} holds the instance {found}, not {wanted}")]
    OtherInstance {
        /// The file.
        path: PathBuf,
        /// What it holds.
        found: String,
        /// What was asked for.
        wanted: String,
    },
    /// A later version of this program made or changed it.
    #[error("{path} was written by a newer version: it is at step {found}, and this version knows {known}")]
    Newer {
        /// The file.
        path: PathBuf,
        /// How many steps it took.
        found: usize,
        /// How many this version knows.
        known: usize,
    },
    /// Another process has it open.
    #[error("{0} is in use, probably by a running server: stop that first")]
    InUse(PathBuf),
    /// It may be read but not written.
    #[error("{0} cannot be written")]
    ReadOnly(PathBuf),
    /// It is not there, and was not to be made.
    #[error("there is no file {0}")]
    Missing(PathBuf),
    /// The file or its folder cannot be opened.
    #[error("{path} cannot be opened")]
    Failed {
        /// The file.
        path: PathBuf,
        /// Why not.
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
