//! The rules of Chatkit, independent of the transport: the state of one instance, in memory.
//!
//! Everything is synchronous and deterministic. No function waits, reads the clock or generates an id: times and ids
//! are parameters. [`Instance::authorize`] alone decides whether an [`Actor`], whose token was verified before, may do
//! something. An operation then checks that what it names exists, and validates the body. A change returns the events
//! to be published, and marks the [`Record`]s to be stored.
//!
//! The operations of [`Instance`] are grouped by subject: `users`, `roles`, `rooms`, `membership`, `messages`,
//! `attachments`, `cursors`, `jobs`. `topics` has the initial events of subscriptions, `told` the events of the user
//! topic.

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
