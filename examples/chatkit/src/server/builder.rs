//! The builder of a backend with persistent state.

use std::fmt;
use std::io;
use std::path::PathBuf;

use jiff::Timestamp;
use pusher_platform::{InstanceLocator, Key};

use super::backend::{Backend, BackendParts};
use super::file_storage::FileStorage;
use super::settings::Settings;
use super::storage::{Storage, StorageError};
use crate::domain::{Instance, Record, RestoreError, Tally};
use crate::store::{FileFolder, Swept};

/// A builder of a backend. By default, state and files are kept in memory only.
pub struct Builder {
    locator: InstanceLocator,
    keys: Vec<Key>,
    settings: Settings,
    clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
    storage: Option<Box<dyn Storage>>,
    files: Option<PathBuf>,
}

/// An opened backend and what was loaded.
#[derive(Debug)]
pub struct Opened {
    /// The backend.
    pub backend: Backend,
    /// The numbers of loaded records.
    pub tally: Tally,
    /// The result of checking the files.
    pub files: Swept,
}

/// The error of opening a backend.
#[derive(Debug, thiserror::Error)]
pub enum OpeningError {
    /// The state cannot be loaded.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The loaded state is inconsistent.
    #[error("the stored records do not form a consistent instance")]
    Inconsistent(#[from] RestoreError),
    /// There are files, but no state that refers to them. Opening would delete the files.
    #[error("{0} contains files, but no stored state refers to them: was the database lost or an import interrupted?")]
    StateMissing(PathBuf),
    /// The folder of the files cannot be used.
    #[error("the folder {folder} cannot be used")]
    Files {
        /// The folder.
        folder: PathBuf,
        /// The cause.
        source: io::Error,
    },
}

impl Backend {
    /// Creates a backend with an empty instance in memory that accepts tokens signed with these keys.
    pub fn new(locator: InstanceLocator, keys: &[Key]) -> Self {
        Self::builder(locator, keys).assemble(Instance::new(), FileStorage::in_memory())
    }

    /// Creates a backend like [`new`](Self::new) does, with this clock.
    pub fn with_clock(
        locator: InstanceLocator,
        keys: &[Key],
        clock: impl Fn() -> Timestamp + Send + Sync + 'static,
    ) -> Self {
        Self::builder(locator, keys).clock(clock).assemble(Instance::new(), FileStorage::in_memory())
    }

    /// Returns a builder, for a backend with settings or with a storage.
    pub fn builder(locator: InstanceLocator, keys: &[Key]) -> Builder {
        Builder::new(locator, keys)
    }
}

impl Builder {
    fn new(locator: InstanceLocator, keys: &[Key]) -> Self {
        let clock = Box::new(Timestamp::now);
        Self { locator, keys: keys.to_vec(), settings: Settings::default(), clock, storage: None, files: None }
    }

    /// Sets the settings.
    #[must_use]
    pub fn settings(self, settings: Settings) -> Self {
        Self { settings, ..self }
    }

    /// Sets the clock. Default: the system clock.
    #[must_use]
    pub fn clock(self, clock: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self { clock: Box::new(clock), ..self }
    }

    /// Sets the storage of the state. Default: none.
    #[must_use]
    pub fn storage(self, storage: impl Storage + 'static) -> Self {
        Self { storage: Some(Box::new(storage)), ..self }
    }

    /// Sets the folder in which files are stored. It is created if it does not exist. Files that the state does not
    /// refer to are deleted.
    #[must_use]
    pub fn files(self, folder: impl Into<PathBuf>) -> Self {
        Self { files: Some(folder.into()), ..self }
    }

    /// Loads the stored state and opens the backend. If nothing was stored yet, the instance is empty.
    ///
    /// # Errors
    /// Returns an error if the state cannot be loaded or is inconsistent, or if the folder cannot be used.
    pub fn open(mut self) -> Result<Opened, OpeningError> {
        let records = self.storage.as_mut().map_or_else(|| Ok(Vec::new()), |storage| storage.load())?;
        let (tally, nothing) = (Tally::of(&records), records.is_empty());
        let known: Vec<_> = records.iter().filter_map(Record::as_attachment).cloned().collect();
        let instance = Instance::restore(records)?;
        let (stored, files) = match self.files.take() {
            Some(folder) => {
                let failed = |source| OpeningError::Files { folder: folder.clone(), source };
                let opened = FileFolder::open(&folder).map_err(failed)?;
                if nothing && opened.holds_files().map_err(failed)? {
                    return Err(OpeningError::StateMissing(folder));
                }
                let swept = opened.sweep(&known).map_err(failed)?;
                (FileStorage::in_folder(opened), swept)
            }
            None => (FileStorage::in_memory(), Swept::default()),
        };
        Ok(Opened { backend: self.assemble(instance, stored), tally, files })
    }

    fn assemble(self, instance: Instance, files: FileStorage) -> Backend {
        let Self { locator, keys, settings, clock, storage, files: _ } = self;
        Backend::assemble(BackendParts { locator, keys, settings, clock, storage, instance, files })
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut builder = formatter.debug_struct("Builder");
        builder.field("instance", &self.locator.instance_id()).field("files", &self.files).finish_non_exhaustive()
    }
}
