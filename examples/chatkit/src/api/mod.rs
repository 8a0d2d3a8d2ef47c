//! The API: one trait for each service and version. Everything else is an interpretation of these.
//!
//! A server is a value that implements them, see [`server`](crate::server); a client is one too, see
//! [`client`](crate::client).

mod cursors;
mod error;
mod v2;
mod v6;

pub use cursors::{ChatkitCursors, ChatkitCursorsApi, CursorSet, chatkit_cursors_calls};
pub use error::ChatkitError;
pub use v2::{ChatkitV2, ChatkitV2Api, chatkit_v2_calls};
pub use v6::{Chatkit, ChatkitApi, chatkit_calls};
