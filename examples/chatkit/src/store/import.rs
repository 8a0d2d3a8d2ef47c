//! The import of lines of JSON into the database of an instance, all or none.

use std::collections::BTreeSet;
use std::io::{self, BufRead};
use std::iter::{from_fn, once};

use super::folder::FileFolder;
use super::lines::Line;
use super::progress::Progress;
use super::pusher::ObjectError;
use super::source::{LineError, Source};
use super::sqlite::SqliteStorage;
use crate::domain::{Counters, Instance, Record, Tally, Write};
use crate::model::AttachmentId;
use crate::server::{Storage as _, StorageError};

/// The error of a failed import.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A line is invalid.
    #[error(transparent)]
    Line(#[from] LineError),
    /// An object of an export of Pusher's Chatkit is invalid.
    #[error(transparent)]
    Object(#[from] ObjectError),
    /// The files of an export of Pusher's Chatkit are empty, or have deleted objects only.
    #[error("there is nothing to import in {0}: expected users, rooms and messages")]
    NothingToImport(String),
    /// The instance is not empty, and its replacement was not requested.
    #[error("the instance is not empty: it has {0}. `--replace` replaces them")]
    NotEmpty(Tally),
    /// The database cannot be read or written.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The folder with the content of files cannot be read.
    #[error("the folder with the content of files cannot be read")]
    Folder(#[from] io::Error),
}

/// The result of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The numbers of imported records.
    pub tally: Tally,
    /// Uploaded files whose content was not among the lines.
    pub lost: Vec<AttachmentId>,
}

/// Imports an export into an empty instance, or replaces the instance if `replace` is set. Ids that the instance
/// assigned before are not reused.
///
/// # Errors
/// Returns an error if a line is malformed, unknown or inconsistent with others, if the instance is not empty and
/// `replace` is not set, or if the database cannot be written. Nothing has changed then.
pub fn import<R: BufRead>(
    mut source: Source<R>,
    storage: &mut SqliteStorage,
    files: &FileFolder,
    replace: bool,
    progress: &mut impl Progress,
) -> Result<Imported, ImportError> {
    // After the database was written, an error could not undo it.
    files.holds_files()?;
    let before = storage.load()?;
    let tally = Tally::of(&before);
    if !(replace || tally.has_no_data()) {
        return Err(ImportError::NotEmpty(tally));
    }
    let mut bytes = Bytes { files, before: ids(&before), written: Vec::new() };
    let counters = before.iter().find_map(Record::as_counters).unwrap_or_default();
    drop(before);
    let imported = read(&mut source, &mut bytes, progress).and_then(|instance| {
        let tally = put(storage, &instance, counters)?;
        Ok((instance, tally))
    });
    match imported {
        Ok((instance, tally)) => {
            let known: Vec<_> = instance.attachments().cloned().collect();
            // The content of files that were replaced. A server removes it when it starts, if this fails.
            drop(files.sweep(&known));
            Ok(Imported { tally, lost: files.lost(&known) })
        }
        Err(error) => {
            bytes.remove_written();
            Err(error)
        }
    }
}

/// Reads the lines into an instance. The content of files is written to the folder immediately, because it may be
/// large.
fn read<R: BufRead>(
    source: &mut Source<R>,
    bytes: &mut Bytes<'_>,
    progress: &mut impl Progress,
) -> Result<Instance, ImportError> {
    let mut failure = None;
    let records = from_fn(|| {
        loop {
            let line = source.next_line();
            progress.advance(source.take_read());
            match line {
                Ok(Some(Line::Record(record))) => return Some(*record),
                Ok(Some(Line::File(id, content))) => {
                    if let Err(reason) = bytes.write(id, &content) {
                        failure = Some(source.error(reason));
                        return None;
                    }
                }
                Ok(None) => return None,
                Err(error) => {
                    failure = Some(error);
                    return None;
                }
            }
        }
    });
    let restored = Instance::restore(records.fuse());
    match (failure, restored) {
        (Some(error), _) => Err(error.into()),
        (None, Ok(instance)) => Ok(instance),
        // The line that was read last is inconsistent with previous ones.
        (None, Err(error)) => Err(source.error(error.to_string()).into()),
    }
}

fn put(storage: &mut SqliteStorage, instance: &Instance, before: Counters) -> Result<Tally, StorageError> {
    let mut tally = Tally::default();
    let records = instance.records().map(|record| match record {
        Record::Counters(counters) => Record::Counters(counters.max(before)),
        other => other,
    });
    let records = records.inspect(|record| tally.add(record));
    storage.write_all(once(Write::RemoveAll).chain(records.map(Write::Put)))?;
    Ok(tally)
}

fn ids(records: &[Record]) -> BTreeSet<AttachmentId> {
    records.iter().filter_map(Record::as_attachment).map(|file| file.id.clone()).collect()
}

/// The content of imported files, until the import is committed.
struct Bytes<'a> {
    files: &'a FileFolder,
    /// Files of the instance before the import. They are needed again if it fails.
    before: BTreeSet<AttachmentId>,
    written: Vec<AttachmentId>,
}

impl Bytes<'_> {
    fn write(&mut self, id: AttachmentId, content: &[u8]) -> Result<(), String> {
        if self.before.contains(&id) && self.files.length(&id).is_some() {
            let there = self.files.read(&id).map_err(|error| error.to_string())?;
            return if there == content { Ok(()) } else { Err(format!("the file {id} exists with other content")) };
        }
        self.files.write(&id, content).map_err(|error| format!("the file {id} cannot be written: {error}"))?;
        self.written.push(id);
        Ok(())
    }

    fn remove_written(&self) {
        self.written.iter().for_each(|id| self.files.remove(id));
    }
}
