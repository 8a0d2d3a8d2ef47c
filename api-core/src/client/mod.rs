//! Clients: values of an API's trait over any transport.

#[cfg(feature = "websocket")]
mod conversation;
mod metadata;
mod target;
mod transport;
mod typed;

pub use metadata::RequestMetadata;
pub use transport::Transport;
pub use typed::Client;
