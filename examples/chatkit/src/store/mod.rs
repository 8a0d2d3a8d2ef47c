//! Persistent state: the database of an instance, the folder with the content of its files, and the export of both.
//!
//! A change is written to the operating system before it is answered, so it survives a crash of the process. A power
//! failure may lose the last changes, but leaves a consistent earlier state.

mod error;
mod export;
mod folder;
mod import;
mod lines;
mod progress;
mod schema;
mod source;
mod sqlite;
mod tables;

pub use error::OpenError;
pub use export::{ExportError, Exported, export};
pub use folder::{FileFolder, Swept};
pub use import::{ImportError, Imported, import};
pub use progress::{Progress, Unwatched};
pub use source::{LineError, Source};
pub use sqlite::SqliteStorage;
