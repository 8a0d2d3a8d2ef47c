//! Persistent state: the database of an instance, the folder with the content of its files, and the export of both.
//!
//! A change is written to the operating system before it is answered, so it survives a crash of the process. A power
//! failure may lose the last changes, but leaves a consistent earlier state.

#[cfg(feature = "sqlite")]
mod error;
#[cfg(feature = "sqlite")]
mod export;
mod folder;
#[cfg(feature = "sqlite")]
mod import;
#[cfg(feature = "sqlite")]
mod input;
#[cfg(feature = "sqlite")]
mod lines;
mod private;
#[cfg(feature = "sqlite")]
mod progress;
#[cfg(feature = "sqlite")]
mod pusher;
#[cfg(feature = "sqlite")]
mod replacement;
#[cfg(feature = "sqlite")]
mod schema;
#[cfg(feature = "sqlite")]
mod source;
#[cfg(feature = "sqlite")]
mod sqlite;
#[cfg(feature = "sqlite")]
mod tables;
#[cfg(feature = "sqlite")]
mod unfinished_export;

#[cfg(feature = "sqlite")]
pub use error::OpenError;
#[cfg(feature = "sqlite")]
pub use export::{ExportError, Exported, export};
pub use folder::{FileFolder, Swept, UnfinishedFile};
#[cfg(feature = "sqlite")]
pub use import::{ImportError, Imported, import};
#[cfg(feature = "sqlite")]
pub use input::{Input, InputError};
#[cfg(feature = "sqlite")]
pub use progress::{NoProgress, Progress};
#[cfg(feature = "sqlite")]
pub use pusher::{FolderError, ImportedPusher, ObjectError, PusherExport, Remarks, import_pusher};
#[cfg(feature = "sqlite")]
pub use source::{LineError, Source};
#[cfg(feature = "sqlite")]
pub use sqlite::SqliteStorage;
#[cfg(feature = "sqlite")]
pub use unfinished_export::UnfinishedExport;
