//! The opening handshake: RFC 6455 §4 over HTTP/1.1, RFC 8441 over HTTP/2.
//!
//! Programs that accept or open WebSockets need only [`PendingConnection`] and [`OpenOptions`]. The other items are for
//! carriers of HTTP messages: server libraries, client libraries and gateways.
//!
//! # A server
//!
//! 1. [`UpgradeRequest::of`] reads the head of each request.
//! 2. An [`Upgrade`] in the request's extensions carries the future transport, or the problem of a malformed request,
//!    to the code that answers.
//! 3. That code creates a [`PendingConnection`] from the head, runs a handler with it, and gets a [`Decision`] from
//!    [`Undecided::decide`].
//! 4. The response of an accepted request is 101 with [`Acceptance::headers`], over every version of HTTP. In its
//!    extensions a [`Continuation`] carries the [`Conversation`], which the carrier runs once the response was sent.
//!
//! # A client
//!
//! 1. [`OpenOptions::write`] writes the offer into a `GET`, and [`Opening`] in the request's extensions requests a
//!    WebSocket from the carrier.
//! 2. The carrier adds the fields of its version of HTTP, for HTTP/1.1 a [`ClientKey`]. If the server accepts, the
//!    carrier sets the status 101, and adds the transport to the response's extensions as [`Opened`].
//! 3. [`OpenOptions::agree`] checks what the server has chosen, and [`Connection::agreed`](crate::Connection::agreed)
//!    creates the connection.

mod accept;
mod conversation;
mod decision;
mod error;
mod fields;
mod key;
mod offer;
mod pending;
mod prepared;
mod request;
mod slot;
mod upgrade;

pub use crate::header::{
    Extension, ListError, MAX_EXTENSIONS, MAX_PARAMETERS, MAX_SUBPROTOCOLS, extensions, subprotocols,
};
pub use crate::options::{Agreement, Terms};

pub use self::accept::AcceptOptions;
pub use self::conversation::{Conversation, Handler};
#[cfg(feature = "tokio")]
pub(crate) use self::decision::Answered;
pub use self::decision::{Acceptance, Decision, Rest, Undecided};
pub use self::error::{HandshakeError, Rejected};
pub use self::key::{ClientKey, accept_key};
pub use self::offer::OpenOptions;
pub use self::pending::PendingConnection;
pub use self::prepared::{Prepared, PreparedWire};
pub use self::request::{HandshakeProblem, UpgradeRequest};
pub use self::upgrade::{ConnectAnswered, Continuation, ExtendedConnect, Opened, Opening, Upgrade};
