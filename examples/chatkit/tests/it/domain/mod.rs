//! The domain through its public operations, one module per subject.

mod cursors;
mod fixture;
mod machine;
mod messages;
mod permissions;
mod rooms;
mod topics;
mod users;
