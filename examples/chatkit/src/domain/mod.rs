//! What Chatkit does, apart from how it is asked: the state of one instance, in memory.
//!
//! Everything is synchronous and deterministic. No function waits, looks at the clock or makes up an id; times and ids
//! are parameters. An operation takes the [`Actor`] whose token was verified elsewhere and checks, in this order, what
//! the actor may do, whether what the path names exists, and the body. A change returns the events it causes, for
//! somebody else to publish.
//!
//! The operations of [`Instance`] are written where their subject is: `users`, `rooms`, `membership`, `messages`,
//! `cursors`, and in `topics` what a subscription starts with.

mod access;
mod actor;
mod cursor_table;
mod cursors;
mod instance;
mod limits;
mod membership;
mod message_forms;
mod messages;
mod permission;
mod publication;
mod refusal;
mod room_record;
mod rooms;
mod topics;
mod users;

pub use actor::Actor;
pub use instance::Instance;
pub use limits::{
    MAXIMUM_BATCH, MAXIMUM_CUSTOM_DATA_BYTES, MAXIMUM_MEMBERS, MAXIMUM_MESSAGE_BYTES, MAXIMUM_PAGE,
    MAXIMUM_ROOM_NAME_CHARACTERS,
};
pub use permission::Permission;
pub use publication::{Changed, Event, Publication, Topic};
pub use refusal::Refusal;
