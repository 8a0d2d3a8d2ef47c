//! WebSockets (RFC 6455): the opening handshake, the protocol without input and output, and connections over any transport.

#![forbid(unsafe_code)]

#[cfg(feature = "tokio")]
pub mod client;
mod connection;
pub mod deflate;
#[cfg(feature = "foreign")]
#[doc(hidden)]
pub mod foreign;
pub mod handshake;
#[cfg(feature = "tokio")]
mod http1;
mod protocol;
#[cfg(feature = "tokio")]
pub mod server;
pub mod wire;

/// An error of any kind.
pub type BoxError = Box<dyn std::error::Error + Send + Sync + 'static>;

pub use connection::{
    Connection, ConnectionError, ConnectionOptions, PingPolicy, Pings, Receiver, Sender, TextPayload, Utf8Mode,
};
pub use deflate::PermessageDeflate;
pub use handshake::{AcceptOptions, HandshakeError, OpenOptions, PendingConnection};
#[cfg(feature = "json")]
pub use protocol::Json;
pub use protocol::{
    CloseCode, CloseError, CloseFrame, DataMessage, Message, Role, SizeLimit, Utf8Bytes, WebSocketData,
};
