//! The export that Pusher gave the customers of Chatkit: users, rooms and messages as JSON (`PROTOCOL.md` §14 of
//! pusher-platform).
//!
//! - `objects` finds the objects of a file, `fields` reads one, `conversion` makes a record of it.
//! - `files` finds the files of an export.
//! - `import` stores everything or nothing. `remarks` reports what was not kept as it was.

mod conversion;
mod fields;
mod files;
mod import;
mod objects;
mod remarks;

pub use files::{FolderError, PusherExport};
pub use import::{ImportedPusher, import_pusher};
pub use objects::ObjectError;
pub use remarks::Remarks;
