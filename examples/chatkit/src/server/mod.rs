//! The server: the state of one instance, its topics, and a session per request.

mod authorizer;
mod backend;
mod blobs;
mod builder;
mod cursors;
mod files;
mod links;
mod origin;
mod presence;
mod presigned;
mod push;
mod refusals;
mod renamed;
mod scheduler;
mod serving;
mod session;
mod settings;
mod storage;
mod table;
mod token_provider;
mod topics;
mod v2;
mod v6;
mod v7;
mod visitor;

pub use backend::Backend;
pub use builder::{Builder, Opened, OpeningError};
pub use origin::{Origin, ParseOriginError};
pub use session::Session;
pub use settings::Settings;
pub use storage::{Storage, StorageError};
pub use visitor::Visitor;
