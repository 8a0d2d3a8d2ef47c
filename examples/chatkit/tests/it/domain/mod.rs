//! The domain through its public operations, one table a subject, and one machine for all of them together.

mod cursors;
mod fixture;
mod machine;
mod messages;
mod permissions;
mod rooms;
mod topics;
mod users;
