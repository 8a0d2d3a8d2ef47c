//! Serves a typed API: over HTTP/1.1, HTTP/2 and TLS, or as a tower service.
//!
//! [`spawn`] serves routes in one line. [`serve`] takes a [`Listener`], which can have TLS, and a [`Server`], which has
//! the settings and tower layers:
//!
//! ```no_run
//! use api_core::prelude::*;
//! use api_core::routing::Cors;
//! use api_server::{Listener, Server, serve};
//!
//! #[api]
//! trait Hello {
//!     #[get("/hello/{name}")]
//!     async fn hello(&self, name: String) -> Result<String, Error>;
//! }
//!
//! struct World;
//!
//! impl Hello for World {
//!     async fn hello(&self, name: String) -> Result<String, Error> {
//!         Ok(format!("hello {name}"))
//!     }
//! }
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let server = Server::new(HelloApi::serve(World)).cors(Cors::origins(["https://app.example"]));
//!     let listening = serve(Listener::bind("127.0.0.1:8080").await?, server);
//!     println!("listening on {}", listening.local_addr());
//!     listening.with_shutdown(async { tokio::signal::ctrl_c().await.unwrap_or_default() }).await
//! }
//! ```
//!
//! # The order of checks
//!
//! The first check that fails determines the response. After a *recoverable* failure the other routes are tried; if
//! none of them answers either, the failure that got furthest is reported.
//!
//! | check | status | |
//! |---|---|---|
//! | size and time of the head | 431, or the connection is closed | before routing |
//! | the request target and `Host`; over HTTP/1.1 the connection is closed after it | 400 | before layers and routing |
//! | layers of [`Server::layer`] | set by the layer | before routing |
//! | path, captures | 404, 400 | recoverable |
//! | method | 405 with `Allow` | recoverable |
//! | session: credentials, permission | 401 with a challenge, 403 | final |
//! | `Accept` | 406 | recoverable |
//! | `Content-Type` | 415 | recoverable |
//! | query and header fields; all problems are reported together | 400 | final |
//! | *from here on the body may be read, and `100 Continue` is sent* | | |
//! | body: size, time, syntax, values | 413, 408, 400, 422 | final |
//! | the handler | what the API declares; 500 if it panics | |
//!
//! `HEAD`, `OPTIONS`, `Vary` and CORS are computed from the routes.
//!
//! # Untrusted input
//!
//! | what a client controls | bounded by |
//! |---|---|
//! | connections | [`Limits::connections`]; further connections wait in the backlog. For one address: [`Limits::connections_per_address`], off by default |
//! | a TLS handshake that stalls | [`Limits::handshake_time`] |
//! | a head or a preface of HTTP/2 that stalls; an idle HTTP/1.1 connection | [`Limits::head_time`] |
//! | size of a head, number of its fields | [`Limits::head_size`], [`Limits::header_fields`] (HTTP/1.1) |
//! | size of a body | [`Server::body_limit`], or the endpoint's limit; a longer `Content-Length` is refused unread |
//! | a body that stalls or arrives slowly | [`Limits::body_idle_time`], [`Limits::body_time`] |
//! | a reader that stalls | [`Limits::write_time`], for the connection and for each stream of HTTP/2; [`Limits::send_buffer`] |
//! | whole responses that wait to be sent | [`Limits::waiting_bytes`], then 503 |
//! | HTTP/2 streams, resets, early data | [`Limits::streams`], [`Limits::pending_resets`], [`Limits::receive_window`] |
//! | open WebSockets, each on a connection or on a stream of HTTP/2 | [`Limits::connections`], [`Limits::streams`] |
//! | an HTTP/2 connection whose client vanished | [`Limits::ping_interval`], [`Limits::ping_time`] |
//! | events that wait for a slow subscriber | the capacity and lag policy of its [`Topic`](api_core::Topic) |
//! | a request that makes a handler panic | only that request fails: 500, or the end of its stream |
//!
//! Not bounded here: the run time of a handler, which a layer can limit, and the lifetime of an HTTP/2 connection whose
//! client answers pings. Logs at level info contain the route's template, method, status and latency, and never the
//! path, the query or a header field. Use [`LOG_FILTER`] as the default filter, so that clients cannot fill the log
//! with warnings of dependencies.

#![forbid(unsafe_code)]

mod bounds;
mod events;
mod layered;
mod limits;
mod listen;
mod panic;
mod request_target;
mod respond;
mod response_body;
mod server;
mod shutdown;
mod stream;
mod subscription;
mod telemetry;
#[cfg(feature = "websocket")]
mod websocket;
#[cfg(not(feature = "websocket"))]
#[path = "without_websocket.rs"]
mod websocket;

pub use bounds::{DrainedBody, IncomingBody, TimedBody};
pub use layered::LayeredServer;
pub use limits::Limits;
pub use listen::{IntoListener, Listener, Listening, Running, serve, spawn};
pub use respond::Respond;
pub use server::Server;
pub use shutdown::ShutdownHandle;
#[cfg(any(feature = "tls", feature = "ring"))]
pub use stream::{Tls, TlsError};
pub use telemetry::{LOG_FILTER, Route};
