//! The state as data: records, tables, and the instance that holds them.

pub(in crate::domain) mod attachment_record;
mod cursor_table;
pub(in crate::domain) mod instance;
pub(in crate::domain) mod record;
pub(in crate::domain) mod role_table;
pub(in crate::domain) mod room_record;
mod tally;
pub(in crate::domain) mod touched;

pub use attachment_record::AttachmentRecord;
pub use instance::Instance;
pub use record::{Counters, Key, Record, Write};
pub use role_table::{ADMIN_ROLE, DEFAULT_ROLE};
pub use tally::Tally;
