//! The server: the state of one instance, its topics, and a session per request.
//!
//! The layers, each of which imports only those before it:
//!
//! - `origin`, `settings`, `refusals`, `storage`, `file_storage`: configuration, mapping of errors, and storage.
//! - `links`, `table`, `topics`, `first_events`: addresses of files, and subscriptions by topic.
//! - `backend`: the state, the topics and the storage under one lock. `builder` opens one.
//! - `session`, `anonymous_session`, `registration`: a caller with a token, a caller without, an online device.
//! - `services`: the traits of the API, implemented for sessions.
//! - `serving`: all services as routes. `renamed` serves older versions that differ by their path alone.

mod anonymous_session;
mod backend;
mod builder;
mod file_storage;
mod first_events;
mod links;
mod origin;
mod refusals;
mod registration;
mod renamed;
mod services;
mod serving;
mod session;
mod settings;
mod storage;
mod table;
mod topics;

pub use anonymous_session::AnonymousSession;
pub use backend::Backend;
pub use builder::{Builder, Opened, OpeningError};
pub use origin::{Origin, ParseOriginError};
pub use session::Session;
pub use settings::Settings;
pub use storage::{Storage, StorageError};
