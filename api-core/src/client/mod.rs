//! Clients: values of an API's trait over any transport.

mod contested;
#[cfg(feature = "websocket")]
mod conversation;
#[cfg(feature = "websocket")]
mod dial;
mod links;
mod metadata;
mod target;
mod transport;
mod typed;

#[cfg(feature = "websocket")]
pub use dial::dial;
pub use links::Links;
pub use metadata::RequestMetadata;
pub use transport::Transport;
pub use typed::Client;
