//! The operations of [`Instance`](super::Instance), a file for each subject.

mod access;
mod attachments;
mod cursors;
mod jobs;
mod membership;
mod messages;
mod records;
mod roles;
mod rooms;
mod topics;
mod user_events;
mod users;

pub use access::Intent;
pub use records::RestoreError;
