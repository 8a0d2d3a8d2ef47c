//! The backend: the state of one instance, its topics, and a session for each request.

mod backend;
mod cursors;
mod refusals;
mod session;
mod topics;
mod v2;
mod v6;

pub use backend::Backend;
pub use session::Session;
