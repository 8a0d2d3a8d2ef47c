//! The files of an export: one for each kind of object, in a folder, or one for all.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use super::conversion::Kind;

/// The endings of the files' names. Pusher's own is the first; programs that read its exports used the second.
const ENDINGS: [&str; 3] = ["ndjson", "json", "jsonl"];

/// The folder within an export that has its files, beside their JSON schemas.
const FOLDER: &str = "export";

/// An export that was opened.
pub struct PusherExport {
    pub(super) files: Vec<ExportFile>,
    pub(super) unread: Vec<String>,
}

/// A file of an export.
pub(super) struct ExportFile {
    pub(super) name: String,
    /// The kind of its objects, or `None` if it has all kinds.
    pub(super) kind: Option<Kind>,
    pub(super) input: Box<dyn BufRead>,
}

/// The error of a folder that is not an export of Pusher's Chatkit.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// A file is missing.
    #[error(
        "{folder} has no {missing}.ndjson: an export of Pusher's Chatkit has users.ndjson, rooms.ndjson and \
         messages.ndjson, here or in a folder `export`. If there is nothing to import from one, make an empty file"
    )]
    Missing {
        /// The folder.
        folder: PathBuf,
        /// The name of the file without its ending.
        missing: String,
    },
    /// Two files have objects of the same kind.
    #[error("{folder} has {first} and {second}: remove the one that is not to be imported")]
    Ambiguous {
        /// The folder.
        folder: PathBuf,
        /// The name of a file.
        first: String,
        /// The name of another file.
        second: String,
    },
    /// A file or the folder cannot be read.
    #[error("`{path}` cannot be read: {source}")]
    Unreadable {
        /// The file or the folder.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
}

impl PusherExport {
    /// Opens the files of a folder, and returns the export with the number of its bytes.
    ///
    /// # Errors
    /// Returns an error if a file is missing, exists twice, or cannot be read.
    pub fn open_folder(folder: &Path) -> Result<(Self, u64), FolderError> {
        let within = folder.join(FOLDER);
        let has_files = |folder: &Path| Kind::ALL.iter().any(|kind| !candidates(folder, *kind).is_empty());
        let folder = if !has_files(folder) && has_files(&within) { &within } else { folder };
        let (mut files, mut bytes) = (Vec::new(), 0);
        for kind in Kind::ALL {
            let mut found = candidates(folder, kind).into_iter();
            let Some(name) = found.next() else {
                return Err(FolderError::Missing { folder: folder.to_owned(), missing: format!("{}s", kind.name()) });
            };
            if let Some(second) = found.next() {
                return Err(FolderError::Ambiguous { folder: folder.to_owned(), first: name, second });
            }
            let path = folder.join(&name);
            let opened = File::open(&path).and_then(|file| file.metadata().map(|facts| (file, facts.len())));
            let (file, length) = opened.map_err(|source| FolderError::Unreadable { path, source })?;
            bytes += length;
            files.push(ExportFile { name, kind: Some(kind), input: Box::new(BufReader::new(file)) });
        }
        let unread =
            unread(folder, &files).map_err(|source| FolderError::Unreadable { path: folder.to_owned(), source })?;
        Ok((Self { files, unread }, bytes))
    }

    /// Reads an export whose objects are all in one stream: users, then rooms, then messages.
    pub fn of_stream(name: impl Into<String>, input: impl BufRead + 'static) -> Self {
        Self { files: vec![ExportFile { name: name.into(), kind: None, input: Box::new(input) }], unread: Vec::new() }
    }
}

impl fmt::Debug for PusherExport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.files.iter().map(|file| &*file.name).collect();
        formatter.debug_struct("PusherExport").field("files", &names).finish_non_exhaustive()
    }
}

/// Returns the names of the files that may have the objects of a kind.
fn candidates(folder: &Path, kind: Kind) -> Vec<String> {
    let names = ENDINGS.map(|ending| format!("{}s.{ending}", kind.name()));
    names.into_iter().filter(|name| folder.join(name).is_file()).collect()
}

/// Returns the names of other files in the folder that look like data.
fn unread(folder: &Path, read: &[ExportFile]) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let ending = path.extension().and_then(|ending| ending.to_str());
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if ending.is_some_and(|ending| ENDINGS.contains(&ending)) && read.iter().all(|file| file.name != name) {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}
