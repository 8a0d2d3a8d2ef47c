//! An instance out of its database, as lines of JSON.

use std::io::{self, Write};

use super::folder::FileFolder;
use super::lines::{FORMAT, Header, VERSION, file_line};
use super::progress::Progress;
use super::sqlite::SqliteStorage;
use crate::domain::{Instance, Record, RestoreError, Tally};
use crate::model::AttachmentId;
use crate::server::{Storage as _, StorageError};

/// An instance was not exported, or not to its end.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The database cannot be read.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// What it holds contradicts itself.
    #[error("what was kept makes no instance")]
    Contradicting(#[from] RestoreError),
    /// A record has no form as JSON.
    #[error("a record cannot be written as JSON")]
    Json(#[from] serde_json::Error),
    /// The lines cannot be written.
    #[error("the lines cannot be written")]
    Output(#[source] io::Error),
    /// The bytes of a file cannot be read.
    #[error("the bytes of the file {0} cannot be read")]
    File(AttachmentId, #[source] io::Error),
}

/// What was exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The records.
    pub tally: Tally,
    /// Files that were uploaded and whose bytes were not there, or not all of them.
    pub lost: Vec<AttachmentId>,
}

/// Writes an instance, always the same lines for the same state.
///
/// # Errors
/// If something cannot be read or written; what was written until then is no whole export, and an import notices.
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
