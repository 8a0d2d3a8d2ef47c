//! Connects to a typed API with hyper and tower.
//!
//! The trait that describes an API is also the client's interface: [`connect`] returns an implementation of it.
//!
//! ```no_run
//! use std::time::Duration;
//!
//! use api_client::{CachedToken, ClientBuilder, SubscriptionExt as _, Token, connect};
//! use api_core::prelude::*;
//!
//! #[api(base = "/v1", security = bearer)]
//! pub trait Weather {
//!     /// Returns the temperature of a place.
//!     #[get("/places/{place}")]
//!     async fn temperature(&self, place: String) -> Result<f64, Error>;
//!
//!     /// Sends each change of the temperature. A lost connection is resumed after the last one received.
//!     #[subscribe("/places/{place}/changes")]
//!     async fn changes(&self, place: String, #[resume] since: Option<EventId>) -> Result<Subscription<f64>, Error>;
//! }
//!
//! # async fn new_token() -> Result<String, BoxError> { Ok("6a37c6cb".to_owned()) }
//! #[tokio::main(flavor = "current_thread")]
//! async fn main() -> Result<(), BoxError> {
//!     // Without settings, the address is enough: `connect::<WeatherApi>("https://weather.example")`.
//!     let credentials =
//!         CachedToken::new(|| async { Ok(Token::new(new_token().await?).expires_in(Duration::from_hours(1))) });
//!     let weather = connect::<WeatherApi>(ClientBuilder::at("https://weather.example").credentials(credentials))?;
//!
//!     println!("{} °C", weather.temperature("Oslo".to_owned()).await?);
//!
//!     let mut changes = weather.changes("Oslo".to_owned(), None).await?;
//!     while let Next::Event(event) = changes.next_within(Duration::from_mins(10)).await? {
//!         println!("{} °C", event.body);
//!     }
//!     Ok(())
//! }
//! ```
//!
//! # Layers between a call and the wire
//!
//! | layer | purpose | settings |
//! |---|---|---|
//! | [`Resume`] | reopens lost subscriptions after the last event received | [`ResumePolicy`] |
//! | [`FollowRedirects`] | follows redirects, without credentials to other origins; off by default | [`RedirectPolicy`] |
//! | [`Compress`] | compresses the bodies of requests; off by default | [`CompressionPolicy`] |
//! | [`Retry`] | repeats requests that may be repeated, honours `Retry-After` | [`RetryPolicy`] |
//! | [`Authorize`] | adds credentials, renews expired ones and repeats the request once | [`Credentials`] |
//! | [`Limit`] | limits the time of each attempt | [`TimeLimits`] |
//! | [`PooledTransport`] | connection pool, HTTP/1.1 and HTTP/2, TLS; limits the size of responses | [`TransportSettings`] |
//!
//! Each layer is a [`Transport`](api_core::Transport) and can be used alone. [`LayeredTransport`] is all of them
//! together. [`ClientBuilder::around`] puts them around any other service, for example in a test without a network.
//!
//! # Untrusted servers
//!
//! What a server sends is bounded: responses in size, waits in time, `Retry-After` and the number of attempts by their
//! policies, and the messages of a subscription by the line limit of the wire format. Certificates are always verified.

mod backoff;
mod builder;
mod compression;
mod connect;
mod credentials;
mod layered;
mod limits;
mod read;
mod redirect;
mod request_copy;
mod resume;
mod retry;
mod retry_after;
mod sent_body;
mod streams;
mod timed_body;
mod timers;
mod transport;

pub use backoff::{Backoff, Jitter};
pub use builder::ClientBuilder;
pub use compression::{Compress, CompressionPolicy};
pub use connect::connect;
pub use credentials::{Authorize, BoxFuture, CachedToken, Credentials, FixedCredentials, Token, TokenSource};
pub use layered::LayeredTransport;
pub use limits::{Limit, TimeLimits};
pub use read::SubscriptionExt;
pub use redirect::{FollowRedirects, RedirectPolicy};
pub use resume::{Reconnected, Resume, ResumePolicy};
pub use retry::{Retry, RetryPolicy};
#[cfg(any(feature = "tls", feature = "ring"))]
pub use transport::Tls;
pub use transport::{HttpTransport, PooledTransport, TransportSettings};
