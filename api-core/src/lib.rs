//! The contract, the codecs, the routing and the client of a typed API. Performs no input or output.
//!
//! A trait is the API. `#[api]` makes from it a constant [`Description`](description::Description), a [`Call`] for
//! each endpoint, and two inverse functions: `serve` turns a value of the trait into [routes](Routes), `connect` turns
//! a [transport](Transport) into a value of the trait. `connect(serve(x))` behaves as `x`.
//!
//! This page is a tour: [declare](#declare), [serve](#serve), [connect](#connect), [errors](#errors),
//! [subscriptions](#subscriptions), [duplex](#duplex), [context](#context), [laws](#laws).
//!
//! # Declare
//!
//! Each method of the trait is an endpoint. Arguments come from the path by name, and from the query, a header field
//! or the body by attribute. Types on the wire derive [`Model`] beside serde's derives. Conflicting routes, a body on
//! a `GET` or a struct in a path segment do not compile; see [`#[api]`](macro@api) for every attribute.
//!
//! ```
//! use api_core::prelude::*;
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
//! struct NewBook {
//!     #[model(min_length = 1, max_length = 200)]
//!     title: String,
//! }
//!
//! #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
//! struct Book {
//!     id: u32,
//!     title: String,
//! }
//!
//! #[api(base = "/v1")]
//! trait Books {
//!     /// Lists the books whose title contains a text.
//!     #[get("/books")]
//!     async fn books(&self, #[query] title: Option<String>) -> Result<Vec<Book>, Error>;
//!     #[get("/books/{id}")]
//!     async fn book(&self, id: u32) -> Result<Book, Error>;
//!     #[post("/books", status = 201)]
//!     async fn add(&self, #[body] book: NewBook) -> Result<Book, Error>;
//! }
//!
//! let layout = "\
//! Books at /v1
//!   GET       /books       books ?title -> 200
//!   GET       /books/{id}  book -> 200
//!   POST      /books       add <Json -> 201
//! ";
//! assert_eq!(BooksApi::DESCRIPTION.layout().to_string(), layout);
//! ```
//!
//! # Serve
//!
//! A server is any value that implements the trait. `BooksApi::serve(value)` serves one value to every caller,
//! `serve_with(factory)` opens a session for each request, see [`session`]. Routes are values: [`Compose`] combines
//! them, [`routing::Mount`] mounts any tower service, [`routing::Layered`] puts tower layers around a group,
//! [`routing::from_fn`] makes a closure a route. `HEAD`, `OPTIONS`, 405 with `Allow`, `Vary` and CORS are computed. The
//! crate `api-server` serves routes on sockets.
//!
//! ```
//! use api_core::prelude::*;
//!
//! #[api]
//! trait Health {
//!     #[get("/health")]
//!     async fn health(&self) -> Result<String, Error>;
//! }
//!
//! #[api]
//! trait Hello {
//!     #[get("/hello/{name}")]
//!     async fn hello(&self, name: String) -> Result<String, Error>;
//! }
//!
//! struct World;
//!
//! impl Health for World {
//!     async fn health(&self) -> Result<String, Error> {
//!         Ok("fine".to_owned())
//!     }
//! }
//!
//! impl Hello for World {
//!     async fn hello(&self, name: String) -> Result<String, Error> {
//!         Ok(format!("hello {name}"))
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), BoxError> {
//! let routes = HelloApi::serve(World).or_else(HealthApi::serve(World).nest("/internal"));
//! // On a socket: `api_server::spawn("127.0.0.1:8080", routes).await?`. Here without one:
//! let client = HelloApi::connect(InProcess::new(routes));
//! assert_eq!(client.hello("you".to_owned()).await?, "hello you");
//! # Ok(()) }
//! ```
//!
//! # Connect
//!
//! A client is a value of the same trait. [`routing::InProcess`] is a transport without a socket, for tests; the crate
//! `api-client` has the one with a pool, TLS, credentials and retries.
//!
//! ```
//! use api_core::prelude::*;
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
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), BoxError> {
//! let client = HelloApi::connect(InProcess::new(HelloApi::serve(World)));
//! assert_eq!(client.hello("you".to_owned()).await?, "hello you");
//!
//! // A client is a value of the trait, so it can be served: a gateway in one line.
//! let gateway = HelloApi::connect(InProcess::new(HelloApi::serve(client)));
//! assert_eq!(gateway.hello("you".to_owned()).await?, "hello you");
//!
//! // A call is a value: to log, queue or compare it, and to send it later.
//! let call = HelloHelloCall { name: "you".to_owned() };
//! assert_eq!(gateway.call(call).await?, "hello you");
//! # Ok(()) }
//! ```
//!
//! # Errors
//!
//! A call has three outcomes: a value, an error that the API answered, or a failure of transport, time limit or codec.
//! `?` passes both kinds of error on, [`OutcomeExt::outcome`] separates them. [`Error`] is the ready-made error type.
//! With `#[derive(ApiError)]` an enum declares each error in the contract. Its two catch-all variants let a client
//! handle errors that only a newer server declares.
//!
//! ```
//! use api_core::prelude::*;
//!
//! #[derive(Debug, ApiError)]
//! enum BookError {
//!     #[error(status = 404)]
//!     NoSuchBook,
//!     #[error(unknown)]
//!     Unknown(Answer),
//!     #[error(failure)]
//!     Failed(Failure),
//! }
//!
//! #[api(errors = BookError)]
//! trait Shelf {
//!     #[get("/books/{id}")]
//!     async fn title(&self, id: u32) -> Result<String, BookError>;
//! }
//!
//! impl Shelf for () {
//!     async fn title(&self, _: u32) -> Result<String, BookError> {
//!         Err(BookError::NoSuchBook)
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let shelf = ShelfApi::connect(InProcess::new(ShelfApi::serve(())));
//! match shelf.title(7).await.outcome() {
//!     Outcome::Answered(BookError::NoSuchBook) => {}
//!     Outcome::Value(title) => panic!("there is a book: {title}"),
//!     Outcome::Answered(other) | Outcome::Failed(other) => panic!("{other}"),
//! }
//! # }
//! ```
//!
//! # Subscriptions
//!
//! A method with `#[subscribe]` returns a [`Subscription`]: events until an end with a reason. The request chooses the
//! wire format: server-sent events, NDJSON, a WebSocket, or the elements of the Pusher platform (see [`dialect`]). A
//! [`Topic`] gives one event to many subscribers, encodes it once for each format, and bounds what waits for each.
//!
//! ```
//! use api_core::prelude::*;
//!
//! #[api]
//! trait Ticker {
//!     #[subscribe("/prices")]
//!     async fn prices(&self) -> Result<Subscription<u32>, Error>;
//! }
//!
//! struct Market(Topic<u32>);
//!
//! impl Ticker for Market {
//!     async fn prices(&self) -> Result<Subscription<u32>, Error> {
//!         Ok(self.0.subscribe_with([Event::new(41)]))
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), BoxError> {
//! let market = Market(Topic::new(16, LagPolicy::Close));
//! let ticker = TickerApi::connect(InProcess::new(TickerApi::serve(market)));
//! let mut prices = ticker.prices().await?;
//! assert_eq!(prices.next().await?, Next::Event(Event::new(41)));
//! # Ok(()) }
//! ```
//!
//! # Duplex
//!
//! A method with `#[duplex]` takes and returns typed `Messages` over one WebSocket, with the same signature on both
//! ends. A method with `#[websocket]` controls the connection itself. Both need the feature `websocket`, which is on
//! by default.
//!
//! ```
//! use api_core::prelude::*;
//!
//! #[api]
//! trait Echo {
//!     #[duplex("/echo")]
//!     async fn echo(&self, input: Messages<String>) -> Result<Messages<String>, Error>;
//! }
//!
//! impl Echo for () {
//!     async fn echo(&self, input: Messages<String>) -> Result<Messages<String>, Error> {
//!         Ok(input)
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), BoxError> {
//! let client = EchoApi::connect(InProcess::new(EchoApi::serve(())));
//! let (sender, input) = Messages::channel(4);
//! let mut output = client.echo(input).await?;
//! sender.send("hello".to_owned()).await?;
//! assert_eq!(output.next().await.transpose()?.as_deref(), Some("hello"));
//! # Ok(()) }
//! ```
//!
//! # Context
//!
//! No credentials appear in a trait. The factory of `serve_with` reads them from the [`Context`](context::Context):
//! the request's head, the position in its path, and a log of what routing read. The factory runs after path and method
//! matched and before anything is decoded. It returns the value whose method is called.
//!
//! ```
//! use api_core::prelude::*;
//!
//! #[api(base = "/tenants/{tenant}", security = bearer)]
//! trait Notes {
//!     #[get("/notes")]
//!     async fn notes(&self) -> Result<Vec<String>, Error>;
//! }
//!
//! struct Tenant(String);
//!
//! impl Notes for Tenant {
//!     async fn notes(&self) -> Result<Vec<String>, Error> {
//!         Ok(vec![format!("a note of {}", self.0)])
//!     }
//! }
//!
//! fn session(context: &mut Context<'_>) -> Result<Tenant, Error> {
//!     if !context.expect_header("authorization", "Bearer 6a37c6cb") {
//!         return Err(Error::unauthorized("no_such_token"));
//!     }
//!     Ok(Tenant(context.capture("tenant")?))
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let notes = NotesApi::connect(InProcess::new(NotesApi::serve_with(session))).bind("tenant", "acme");
//! assert!(notes.notes().await.is_err_and(|error| error.is("no_such_token")));
//! # }
//! ```
//!
//! # Laws
//!
//! The crate `api-testing` checks every API against laws that follow from its description: an encoded call decodes to
//! the same call, `serve(connect(t))` answers as `t` does, no request is answered with a 5xx. One line tests a whole
//! API:
//!
//! ```
//! use api_core::prelude::*;
//! use api_testing::laws::{self, Laws};
//!
//! #[api]
//! trait Hello {
//!     #[get("/hello/{name}")]
//!     async fn hello(&self, name: String) -> Result<String, Error>;
//! }
//!
//! laws::check::<HelloApi>(&Laws::new(20, 1));
//! ```
//!
//! # Untrusted input
//!
//! Nothing here panics on what a peer sends, and nothing grows without a bound: bodies stop at
//! [`RoutingSettings::body_limit`](context::RoutingSettings), captures at [`MAX_CAPTURES`](context::MAX_CAPTURES),
//! lines of event streams and the violations of one answer at fixed sizes, JSON at a depth of 128, and the recursion
//! of routing at the depth of the API's own paths.
//!
//! # Features
//!
//! | feature | adds |
//! |---|---|
//! | `websocket`, on by default | `#[duplex]`, `#[websocket]`, subscriptions over WebSockets |
//! | `conditional` | conditional requests and ranges: `call::Conditions`, `call::Representation`, `call::Download` |
//! | `cookie` | cookies that an answer sets: `call::SetCookie` |
//! | `structured-fields` | header fields by RFC 9651: `#[header(structured)]` |
//! | `decompression` | bodies with `Content-Encoding`, of requests and responses; without it they are refused |
//! | `uuid`, `jiff` (0.2), `jiff-1`, `chrono`, `rust_decimal`, `bigdecimal` | the shapes of types of these crates |
//! | `semver`, `smol_str`, `url`, `bytes` | the shapes of types of these crates |

extern crate self as api_core;

#[macro_use]
mod codes;

mod api;
mod backlog;
pub mod body;
pub mod call;
pub mod client;
pub mod codec;
pub mod context;
pub mod contract;
#[cfg(feature = "websocket")]
pub mod conversation;
pub mod description;
pub mod dialect;
pub mod error;
#[cfg(any(doc, doctest))]
pub mod errors;
pub mod model;
pub mod prelude;
pub mod routing;
pub mod session;
pub mod subscription;
mod walk;

/// WebSockets, and typed conversations over them.
#[cfg(feature = "websocket")]
pub mod websocket {
    pub use api_websocket::*;

    pub use crate::client::dial;
    pub use crate::conversation::{
        DuplexCall, HandoverCall, IsMessages, IsNothing, IsPendingConnection, MessageSender, Messages,
        PendingConnectionExt, Prepared, open, open_with,
    };
}

/// Everything that generated code names. No part of it is public API.
#[doc(hidden)]
pub mod __private;

pub use api::{Api, Dispatch};
pub use api_macros::{ApiError, Reply, api};
pub use body::{Body, BoxError};
pub use call::{Call, CallVisitor, Content, Multipart};
pub use client::{Client, Transport};
pub use error::{ApiError, Error, Failure, Outcome, OutcomeExt};
pub use model::{Model, Patch};
pub use routing::{Compose, Routes};
pub use subscription::{End, Event, EventId, Next, OneOrStream, OneOrStreamType, Subscription, Topic};
#[cfg(feature = "websocket")]
pub use {api_websocket::PendingConnection, conversation::Messages};
