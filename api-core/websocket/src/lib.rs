//! WebSockets: connections over any transport, the opening handshake of both ends, and message compression.
//!
//! It implements RFC 6455, permessage-deflate (RFC 7692), and the handshake over HTTP/2 (RFC 8441). The protocol
//! performs no input or output, and needs no runtime.
//!
//! # Quick start
//!
//! With the feature `tokio`, `server` and `client` open WebSockets on any stream. A [`Connection`] is the same type at
//! both ends:
//!
//! ```
//! # #[cfg(feature = "tokio")] {
//! use std::time::Duration;
//!
//! use api_websocket::{CloseFrame, HandshakeError, OpenOptions, client, server};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let (near, far) = tokio::io::duplex(4096);
//! tokio::spawn(async move {
//!     let mut connection = server::accept(near).await?.accept().await?;
//!     while let Ok(name) = connection.receive::<String>().await {
//!         let _ = connection.send_text(format!("Hello, {name}!")).await;
//!     }
//!     Ok::<(), HandshakeError>(())
//! });
//!
//! let uri = "ws://example.com/greetings".parse()?;
//! let (mut connection, _) = client::connect(far, &uri, OpenOptions::default()).await?;
//! connection.send_text("Ada").await?;
//! assert_eq!(connection.receive::<String>().await?, "Hello, Ada!");
//! connection.close_and_wait(&CloseFrame::normal(), Duration::from_secs(5)).await?;
//! # Ok(()) }
//! # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(example()).unwrap();
//! # }
//! ```
//!
//! # Accepting
//!
//! A [`PendingConnection`] is a request that is not answered yet. A handler looks at its path, fields, origin and
//! subprotocols, and accepts or rejects it:
//!
//! ```
//! use api_websocket::{AcceptOptions, CloseFrame, ConnectionOptions, PendingConnection, SizeLimit};
//!
//! async fn chat(pending: PendingConnection) -> CloseFrame {
//!     if !pending.subprotocols().any(|name| name == "chat.v2") {
//!         pending.reject("chat.v2 is needed");
//!         return CloseFrame::normal();
//!     }
//!     let small = ConnectionOptions::default().max_message(SizeLimit::at_most(4096));
//!     let options = AcceptOptions::default().subprotocol("chat.v2").connection(small);
//!     let Ok(connection) = pending.accept_with(options).await else { return CloseFrame::normal() };
//!     let _ = connection.send_text("welcome").await;
//!     CloseFrame::normal()
//! }
//! # let _ = chat;
//! ```
//!
//! # Receiving and sending
//!
//! [`Connection::receive`] returns messages as values: `String`, `Bytes`, [`DataMessage`], `Json<T>`, or any type with
//! [`WebSocketData`]. It is cancel safe, so it can be used in `select!`. [`Connection::split`] separates the halves, so
//! that different tasks can use them:
//!
//! ```
//! use api_websocket::{Connection, ConnectionError};
//!
//! async fn relay(connection: Connection) -> Result<(), ConnectionError> {
//!     let (sender, mut receiver) = connection.split();
//!     // A clone can be used in another task. Messages are sent whole, in the order of the calls.
//!     let _announcer = sender.clone();
//!     loop {
//!         match receiver.receive::<String>().await {
//!             Ok(text) => sender.send_texts([text.as_str(), "received"]).await?,
//!             // This message was not text. The connection stays open.
//!             Err(error) if error.is_decode() => sender.send_text("text, please").await?,
//!             Err(error) if error.is_ordinary_close() => return Ok(()),
//!             Err(error) => return Err(error),
//!         }
//!     }
//! }
//! # let _ = relay;
//! ```
//!
//! Every sending method waits while more than [`ConnectionOptions::write_buffer`] bytes wait to be sent. A slow peer
//! therefore holds back the program (backpressure).
//!
//! # Limits, time-outs, pings
//!
//! Limits and time-outs have finite defaults. [`ConnectionOptions`] changes them, and adds pings and compression:
//!
//! ```
//! use std::time::Duration;
//!
//! use api_websocket::{ConnectionOptions, PermessageDeflate, PingPolicy, SizeLimit};
//!
//! let options = ConnectionOptions::default()
//!     .max_message(SizeLimit::at_most(1 << 20))
//!     .idle_timeout(Duration::from_mins(5))
//!     .ping(PingPolicy::every(Duration::from_secs(20)).pong_timeout(Duration::from_secs(40)))
//!     .deflate(PermessageDeflate::new());
//! # let _ = options;
//! ```
//!
//! # Closing
//!
//! [`Sender::close`] sends a close frame, and receiving goes on until the peer has answered.
//! [`Connection::close_and_wait`] closes and waits. The receiving side returns the end as an error:
//! [`ConnectionError::CloseRequest`] with the peer's [`CloseFrame`] after a closing handshake, another variant
//! otherwise. Violations by the peer close the connection with 1002, 1007, 1008 or 1009, a missing pong with 1011.
//!
//! # Other transports and carriers
//!
//! [`wire`] contains the trait of a transport, a transport in memory, and one over streams of tokio.
//! [`Connection::over`] creates a connection over any transport after its handshake. [`handshake`] is for HTTP servers
//! and HTTP clients that carry WebSockets. [`deflate`] is for the negotiation of compression.
//!
//! # Features
//!
//! - `json`: `Json`, a value that is sent and received as JSON.
//! - `tokio`: `wire::TokioWire`, `server` and `client`.

#![forbid(unsafe_code)]

#[cfg(feature = "tokio")]
pub mod client;
mod connection;
pub mod deflate;
mod error;
pub mod handshake;
mod header;
#[cfg(feature = "tokio")]
mod http1;
mod message;
mod options;
mod protocol;
#[cfg(feature = "tokio")]
pub mod server;
#[cfg(feature = "untrusted-input")]
#[doc(hidden)]
pub mod untrusted_input;
pub mod wire;

/// An error of any kind.
pub type BoxError = Box<dyn std::error::Error + Send + Sync + 'static>;

pub use connection::{Connection, Pings, Receiver, Sender, TextPayload};
pub use deflate::PermessageDeflate;
pub use error::ConnectionError;
pub use handshake::{AcceptOptions, HandshakeError, OpenOptions, PendingConnection};
#[cfg(feature = "json")]
pub use message::Json;
pub use message::{CloseCode, CloseError, CloseFrame, DataMessage, Message, SizeLimit, Utf8Bytes, WebSocketData};
pub use options::{ConnectionOptions, PingPolicy, Role, Utf8Mode};
pub use protocol::PreparedMessage;
