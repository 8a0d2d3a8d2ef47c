//! State that survives: an instance in one database file, its files' bytes in a folder beside it, and both as lines of JSON.
//!
//! What was written is there after the death of the process, however sudden, because it is in the operating system's hands before
//! anybody is answered. A power cut may take the last moments; what is left is whole as of some moment before it.

mod error;

mod folder;

mod schema;
mod sqlite;
mod tables;

pub use error::OpenError;
pub use folder::{FileFolder, Swept};
pub use sqlite::SqliteStorage;
