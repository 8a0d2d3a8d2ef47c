//! WebSockets (RFC 6455): the opening handshake, the protocol without input and output, and connections over any transport.
//!
//! ```text
//! Upgrade, Opened     the carrier of HTTP messages hands over a Wire         upgrade, wire, pipe, tokio_wire
//! PendingConnection   a handler accepts or rejects                           pending, slot, conversation
//! Machine             frames, messages, closing, time-outs: no I/O           machine
//! Connection          receives and sends over a Wire                         connection, sender, receiver, shared
//! ```

#![forbid(unsafe_code)]

mod close;
mod connection;
mod conversation;
mod data;
mod deflate;
mod error;
mod extension;
#[cfg(feature = "foreign")]
#[doc(hidden)]
pub mod foreign;
mod handle;
mod handshake;
mod handshake_error;
mod limit;
mod machine;
mod message;
mod open_options;
mod options;
mod pending;
mod pipe;
mod receiver;
mod relay;
mod sender;
mod shared;
mod slot;
#[cfg(feature = "tokio")]
mod tokio_wire;
mod upgrade;
mod wakers;
mod wire;

/// An error of any kind.
pub type BoxError = Box<dyn std::error::Error + Send + Sync + 'static>;

pub use close::{CloseCode, CloseError, CloseFrame, MAX_REASON};
pub use connection::Connection;
pub use conversation::{Conversation, Handler};
#[cfg(feature = "json")]
pub use data::Json;
pub use data::WebSocketData;
pub use deflate::{
    Agreed, DeflateRefused, NAME as PERMESSAGE_DEFLATE, PermessageDeflate, WindowBits, WindowError, accept, negotiate,
    offer,
};
pub use error::ConnectionError;
pub use extension::{Extension, ListError, MAX_EXTENSIONS, MAX_PARAMETERS, MAX_PROTOCOLS, extensions, protocols};
pub use handshake::{Asked, ClientKey, HandshakeProblem, accept_key, asked, verify_http1};
pub use handshake_error::{HandshakeError, Rejected};
pub use limit::SizeLimit;
pub use machine::Role;
pub use message::{DataMessage, Message, Utf8Bytes};
pub use open_options::{Agreement, OpenOptions};
pub use options::{ConnectionOptions, OnPong, PingPolicy, Terms, Utf8Mode};
pub use pending::{AcceptOptions, PendingConnection};
pub use pipe::Pipe;
pub use receiver::Receiver;
pub use relay::relay;
pub use sender::{Pings, Sender};
pub use slot::{Acceptance, Decision, Rest, Undecided};
#[cfg(feature = "tokio")]
pub use tokio_wire::TokioWire;
pub use upgrade::{Continuation, Opened, Opening, Prepared, PreparedWire, Upgrade};
pub use wakers::Wakers;
pub use wire::{Task, Wire};
