//! What Chatkit does, apart from how it is asked: the state of one instance, in memory.
//!
//! Everything is synchronous and deterministic. No function waits, looks at the clock or makes up an id; times and ids
//! are parameters. Whether an [`Actor`] whose token was verified elsewhere may do a thing is decided by
//! [`Instance::authorize`] alone; an operation then checks whether what it names exists, and the body. A change returns
//! the events it causes, for somebody else to publish, and notes which [`Record`]s it touched, for somebody else to keep.
//!
//! The operations of [`Instance`] are written where their subject is: `users`, `roles`, `rooms`, `membership`,
//! `messages`, `attachments`, `cursors`, `jobs`; in `topics` what a subscription starts with, in `told` what a user is told.

mod access;
mod actor;
mod attachments;
mod cursor_table;
mod cursors;
mod instance;
mod jobs;
mod limits;
mod membership;
mod message_forms;
mod messages;
mod permission;
mod publication;
mod record;
mod records;
mod refusal;
mod requirement;
mod role_table;
mod roles;
mod room_record;
mod rooms;
mod tally;
mod told;
mod topics;
mod users;

pub use access::Intent;
pub use actor::Actor;
pub use attachments::AttachmentRecord;
pub use instance::Instance;
pub use limits::{
    MAXIMUM_ADDRESS_CHARACTERS, MAXIMUM_ATTACHMENT_BYTES, MAXIMUM_BATCH, MAXIMUM_CURSORS, MAXIMUM_CUSTOM_DATA_BYTES,
    MAXIMUM_CUSTOM_DATA_DEPTH, MAXIMUM_FILE_BYTES, MAXIMUM_MEMBERS, MAXIMUM_MESSAGE_BYTES, MAXIMUM_NAME_CHARACTERS,
    MAXIMUM_PAGE, MAXIMUM_PARTS, MAXIMUM_ROOM_NAME_CHARACTERS, check_custom_data,
};
pub use permission::Permission;
pub use publication::{Changed, Event, Notice, Publication, Topic};
pub use record::{Counters, Key, Record, Write};
pub use records::RestoreError;
pub use refusal::Refusal;
pub use requirement::Requirement;
pub use role_table::{ADMIN_ROLE, DEFAULT_ROLE};
pub use tally::Tally;
