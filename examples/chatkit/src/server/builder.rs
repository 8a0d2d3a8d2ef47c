//! How a backend that goes on with what was kept is made.

use std::fmt;
use std::io;
use std::path::PathBuf;

use jiff::Timestamp;
use pusher_platform::{InstanceLocator, Key};

use super::Backend;
use super::blobs::Blobs;
use super::settings::Settings;
use super::storage::{Storage, StorageError};
use crate::domain::{Instance, Record, RestoreError, Tally};
use crate::store::{FileFolder, Swept};

/// What a backend is made of. Nothing is kept unless a storage is given, and files only in a folder.
pub struct Builder {
    pub(super) locator: InstanceLocator,
    pub(super) keys: Vec<Key>,
    pub(super) settings: Settings,
    pub(super) clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
    pub(super) storage: Option<Box<dyn Storage>>,
    files: Option<PathBuf>,
}

/// A backend, and what it goes on with.
#[derive(Debug)]
pub struct Opened {
    /// The backend.
    pub backend: Backend,
    /// What was kept.
    pub tally: Tally,
    /// How the files were found.
    pub files: Swept,
}

/// What was kept cannot be gone on with.
#[derive(Debug, thiserror::Error)]
pub enum OpeningError {
    /// It cannot be read.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// It was read, and contradicts itself.
    #[error("what was kept makes no instance")]
    Contradicting(#[from] RestoreError),
    /// The files would be removed, since nothing names them.
    #[error(
        "{0} holds files, and no state was kept that names them: has the database been lost, or an import been broken off?"
    )]
    StateGone(PathBuf),
    /// The folder of the files cannot be used.
    #[error("the folder {folder} cannot be used")]
    Files {
        /// The folder.
        folder: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

impl Builder {
    pub(super) fn new(locator: InstanceLocator, keys: &[Key]) -> Self {
        let clock = Box::new(Timestamp::now);
        Self { locator, keys: keys.to_vec(), settings: Settings::default(), clock, storage: None, files: None }
    }

    /// How it is reached, and what it offers beyond the usual.
    #[must_use]
    pub fn settings(self, settings: Settings) -> Self {
        Self { settings, ..self }
    }

    /// A clock of one's own.
    #[must_use]
    pub fn clock(self, clock: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self { clock: Box::new(clock), ..self }
    }

    /// Where the state is kept.
    #[must_use]
    pub fn storage(self, storage: impl Storage + 'static) -> Self {
        Self { storage: Some(Box::new(storage)), ..self }
    }

    /// The folder in which files are kept; it is made if it is not there, and what no file of the state left there is removed.
    #[must_use]
    pub fn files(self, folder: impl Into<PathBuf>) -> Self {
        Self { files: Some(folder.into()), ..self }
    }

    /// Reads what was kept, and goes on with it. Where nothing was kept yet, that is an empty instance.
    ///
    /// # Errors
    /// If it cannot be read or contradicts itself, or the folder cannot be used.
    pub fn open(mut self) -> Result<Opened, OpeningError> {
        let records = self.storage.as_mut().map_or_else(|| Ok(Vec::new()), |storage| storage.load())?;
        let (tally, nothing) = (Tally::of(&records), records.is_empty());
        let known: Vec<_> = records.iter().filter_map(Record::as_attachment).cloned().collect();
        let instance = Instance::restore(records)?;
        let (blobs, files) = match self.files.take() {
            Some(folder) => {
                let failed = |source| OpeningError::Files { folder: folder.clone(), source };
                let opened = FileFolder::open(&folder).map_err(failed)?;
                if nothing && opened.holds_files().map_err(failed)? {
                    return Err(OpeningError::StateGone(folder));
                }
                let swept = opened.sweep(&known).map_err(failed)?;
                (Blobs::Folder(opened), swept)
            }
            None => (Blobs::in_memory(), Swept::default()),
        };
        Ok(Opened { backend: Backend::assemble(self, instance, blobs), tally, files })
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut builder = formatter.debug_struct("Builder");
        builder.field("instance", &self.locator.instance_id()).field("files", &self.files).finish_non_exhaustive()
    }
}
