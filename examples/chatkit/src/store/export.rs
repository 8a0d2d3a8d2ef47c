//! The export of an instance from its database, as lines of JSON.

use std::io::{self, Write};

use super::folder::FileFolder;
use super::lines::{FORMAT, Header, VERSION, file_line};
use super::progress::Progress;
use super::sqlite::SqliteStorage;
use crate::domain::{Instance, Record, RestoreError, Tally};
use crate::model::AttachmentId;
use crate::server::{Storage as _, StorageError};

/// The error of an export that failed or is incomplete.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The database cannot be read.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The stored records are inconsistent.
    #[error("the stored records do not form a consistent instance")]
    Inconsistent(#[from] RestoreError),
    /// A record cannot be serialized as JSON.
    #[error("a record cannot be written as JSON")]
    Json(#[from] serde_json::Error),
    /// The lines cannot be written.
    #[error("the lines cannot be written")]
    Output(#[source] io::Error),
    /// The content of a file cannot be read.
    #[error("the content of the file {0} cannot be read")]
    File(AttachmentId, #[source] io::Error),
}

/// The result of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The numbers of exported records.
    pub tally: Tally,
    /// Uploaded files whose content is missing or incomplete.
    pub lost: Vec<AttachmentId>,
}

/// Writes an instance. The same state always results in the same lines.
///
/// # Errors
/// Returns an error if something cannot be read or written. An import rejects the incomplete output.
pub fn export(
    storage: &mut SqliteStorage,
    files: &FileFolder,
    mut out: impl Write,
    progress: &mut impl Progress,
) -> Result<Exported, ExportError> {
    let instance = Instance::restore(storage.load()?)?;
    let uploaded = instance.attachments().filter(|file| file.uploaded);
    let (here, lost): (Vec<_>, Vec<_>) = uploaded.partition(|file| files.length(&file.id) == Some(file.size));
    let lines = (instance.count() + here.len()) as u64;
    progress.expect(lines);
    let header = Header { format: FORMAT.to_owned(), version: VERSION, instance: storage.instance().to_owned(), lines };
    let mut put = |line: String| writeln!(out, "{line}").map_err(ExportError::Output);
    put(serde_json::to_string(&header)?)?;
    let mut tally = Tally::default();
    for record in instance.records() {
        tally.add(&record);
        put(serde_json::to_string::<Record>(&record)?)?;
        progress.advance(1);
    }
    for file in here {
        let content = files.read(&file.id).map_err(|error| ExportError::File(file.id.clone(), error))?;
        put(file_line(&file.id, &content)?)?;
        progress.advance(1);
    }
    out.flush().map_err(ExportError::Output)?;
    Ok(Exported { tally, lost: lost.into_iter().map(|file| file.id.clone()).collect() })
}
