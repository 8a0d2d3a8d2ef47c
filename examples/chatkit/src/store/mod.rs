//! State that survives: an instance in one database file, its files' bytes in a folder beside it, and both as lines of JSON.
//!
//! What was written is there after the death of the process, however sudden, because it is in the operating system's hands before
//! anybody is answered. A power cut may take the last moments; what is left is whole as of some moment before it.

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
