//! The rules of Chatkit, independent of the transport: the state of one instance, in memory.
//!
//! Everything is synchronous and deterministic. No function waits, reads the clock or generates an id: times and ids
//! are parameters. [`Instance::authorize`] alone decides whether an [`Actor`], whose token was verified before, may do
//! something. An operation then checks that what it names exists, and validates the body. A change returns the events
//! to be published, and marks the [`Record`]s to be stored.
//!
//! The layers, each of which imports only those before it:
//!
//! - `permission`, `refusal`, `actor`, `requirement`, `limits`, `publication`, `message_forms`, `notification_options`:
//!   the vocabulary.
//! - `state`: the records and tables of an [`Instance`], and which of them changed.
//! - `operations`: the operations on an instance, by subject. `access` authorizes. `users`, `roles`, `rooms`,
//!   `membership`, `messages`, `attachments`, `cursors` and `jobs` change the instance. `topics` and `user_events`
//!   create the events of subscriptions. `records` converts to records and back.

mod actor;
mod limits;
mod message_forms;
mod notification_options;
mod operations;
mod permission;
mod publication;
mod refusal;
mod requirement;
mod state;

pub use actor::Actor;
pub use limits::{
    MAXIMUM_ADDRESS_CHARACTERS, MAXIMUM_ATTACHMENT_BYTES, MAXIMUM_BATCH, MAXIMUM_CURSORS, MAXIMUM_CUSTOM_DATA_BYTES,
    MAXIMUM_CUSTOM_DATA_DEPTH, MAXIMUM_FILE_BYTES, MAXIMUM_MEMBERS, MAXIMUM_MESSAGE_BYTES, MAXIMUM_NAME_CHARACTERS,
    MAXIMUM_PAGE, MAXIMUM_PARTS, MAXIMUM_ROOM_NAME_CHARACTERS, check_attachment_data, check_custom_data,
};
pub use notification_options::NotificationOptions;
pub use operations::{Intent, RestoreError};
pub use permission::Permission;
pub use publication::{Changed, Event, Notice, Publication, Topic};
pub use refusal::Refusal;
pub use requirement::Requirement;
pub use state::{ADMIN_ROLE, AttachmentRecord, Counters, DEFAULT_ROLE, Instance, Key, Record, Tally, Write};
