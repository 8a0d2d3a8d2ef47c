//! The pooled hyper transport: HTTP/1.1 and HTTP/2 over TCP, with TLS for `https`.

mod connect_limit;
mod connector;
mod size_limit;
#[cfg(any(feature = "tls", feature = "ring"))]
mod tls;

use std::error::Error;
use std::fmt;
use std::pin::Pin;
#[cfg(feature = "websocket")]
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use api_core::error::{Failure, FailureKind};
use api_core::{Body, BoxError};
use http::{Request, Response};
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tower_service::Service;

use crate::event_stream::{is_event_stream, subscribes};
#[cfg(feature = "websocket")]
use crate::websocket::{Openings, Outcome, opens};

use self::connector::Connectors;
use self::size_limit::SizeLimit;

#[cfg(all(feature = "http2", feature = "websocket"))]
pub(crate) use self::connector::Connected;
pub(crate) use self::connector::Connector;
#[cfg(any(feature = "tls", feature = "ring"))]
pub use self::tls::Tls;

/// How a [`HttpTransport`] connects and what it accepts.
///
/// ```
/// use std::time::Duration;
/// use api_client::{HttpTransport, TransportSettings};
///
/// # fn main() -> Result<(), api_core::Failure> {
/// let settings = TransportSettings::default().connect_within(Duration::from_secs(3)).http2_only();
/// let transport = HttpTransport::new(&settings)?;
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct TransportSettings {
    #[cfg(any(feature = "tls", feature = "ring"))]
    tls: Tls,
    versions: Versions,
    connect_within: Duration,
    largest_response: usize,
    idle_connection: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Versions {
    #[cfg(feature = "http2")]
    Both,
    Http1,
    #[cfg(feature = "http2")]
    Http2,
}

impl TransportSettings {
    /// Verifies servers so; by default with the platform's certificates.
    #[cfg(any(feature = "tls", feature = "ring"))]
    #[must_use]
    pub fn tls(mut self, tls: Tls) -> Self {
        self.tls = tls;
        self
    }

    /// Speaks HTTP/2 alone: by ALPN over TLS, with prior knowledge over plain TCP.
    ///
    /// All requests to one origin then share one connection, from the first on; each WebSocket has one of its own.
    #[cfg(feature = "http2")]
    #[must_use]
    pub fn http2_only(mut self) -> Self {
        self.versions = Versions::Http2;
        self
    }

    /// Speaks HTTP/1.1 alone.
    #[must_use]
    pub fn http1_only(mut self) -> Self {
        self.versions = Versions::Http1;
        self
    }

    /// Gives up a connection that is not there, TLS included, after this time; 10 seconds by default.
    #[must_use]
    pub fn connect_within(mut self, limit: Duration) -> Self {
        self.connect_within = limit;
        self
    }

    /// Refuses responses with more bytes than this; 16 MiB by default. Event streams may go on for ever.
    #[must_use]
    pub fn largest_response(mut self, bytes: usize) -> Self {
        self.largest_response = bytes;
        self
    }

    /// Closes a connection that nobody used for this time; 90 seconds by default.
    #[must_use]
    pub fn idle_connection(mut self, limit: Duration) -> Self {
        self.idle_connection = limit;
        self
    }
}

impl Default for TransportSettings {
    fn default() -> Self {
        Self {
            #[cfg(any(feature = "tls", feature = "ring"))]
            tls: Tls::platform(),
            #[cfg(feature = "http2")]
            versions: Versions::Both,
            #[cfg(not(feature = "http2"))]
            versions: Versions::Http1,
            connect_within: Duration::from_secs(10),
            largest_response: 16 << 20,
            idle_connection: Duration::from_secs(90),
        }
    }
}

pub(crate) type Pool = Client<Connector, Body>;

/// A pool of connections. Clones share it.
///
/// A request with [`Opening`](api_core::websocket::Opening) becomes a WebSocket: over HTTP/1.1, which every server of them speaks, or
/// over HTTP/2 where that alone is spoken.
#[derive(Clone)]
pub struct HttpTransport {
    pool: Pool,
    #[cfg(feature = "websocket")]
    openings: Arc<Openings>,
    largest_response: usize,
}

impl HttpTransport {
    /// An empty pool; it connects when it must.
    ///
    /// # Errors
    /// If the certificates to trust cannot be read.
    pub fn new(settings: &TransportSettings) -> Result<Self, Failure> {
        let connectors = Connectors::new(settings)?;
        let pool = pool(settings, connectors.of(settings.versions));
        Ok(Self {
            #[cfg(feature = "websocket")]
            openings: Arc::new(openings(settings, &connectors, &pool)),
            pool,
            largest_response: settings.largest_response,
        })
    }
}

#[cfg(feature = "websocket")]
fn openings(settings: &TransportSettings, connectors: &Connectors, pool: &Pool) -> Openings {
    #[cfg(feature = "http2")]
    if settings.versions == Versions::Http2 {
        return Openings::Http2(connectors.of(Versions::Http2), settings.connect_within);
    }
    if settings.versions == Versions::Http1 {
        return Openings::Http1(Box::new(pool.clone()));
    }
    Openings::Http1(Box::new(self::pool(settings, connectors.of(Versions::Http1))))
}

fn pool(settings: &TransportSettings, connector: Connector) -> Pool {
    let mut builder = Client::builder(TokioExecutor::new());
    builder.timer(TokioTimer::new()).pool_timer(TokioTimer::new()).pool_idle_timeout(settings.idle_connection);
    #[cfg(feature = "http2")]
    builder.http2_only(settings.versions == Versions::Http2);
    builder.build(connector)
}

impl Service<Request<Body>> for HttpTransport {
    type Response = Response<Body>;
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Failure>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Failure>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let limit = self.largest_response;
        let authority = request.uri().authority().map(ToString::to_string).unwrap_or_default();
        #[cfg(feature = "websocket")]
        if opens(&request) {
            let openings = self.openings.clone();
            return Box::pin(async move {
                Ok(match openings.open(request, &authority).await? {
                    Outcome::Open(response) => response,
                    Outcome::Refused(response) => response.map(|body| Body::stream(SizeLimit::new(body, limit))),
                })
            });
        }
        let subscribes = subscribes(&request);
        let response = self.pool.request(request);
        Box::pin(async move {
            let response = response.await.map_err(|error| failure(error, &authority))?;
            if is_event_stream(subscribes, &response) {
                return Ok(response.map(Body::stream));
            }
            Ok(response.map(|body| Body::stream(SizeLimit::new(body, limit))))
        })
    }
}

impl fmt::Debug for HttpTransport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("HttpTransport").finish_non_exhaustive()
    }
}

pub(crate) fn failure(error: hyper_util::client::legacy::Error, authority: &str) -> Failure {
    let (kind, message) = if is_timeout(&error) {
        (FailureKind::Timeout, format!("no connection to `{authority}` in time"))
    } else if error.is_connect() {
        (FailureKind::Transport, format!("no connection to `{authority}`"))
    } else {
        (FailureKind::Transport, format!("the connection to `{authority}` failed"))
    };
    Failure::new(kind, message).caused_by(Box::new(error) as BoxError)
}

pub(crate) fn is_timeout(error: &(dyn Error + 'static)) -> bool {
    std::iter::successors(Some(error), |error| (**error).source())
        .any(|error| error.downcast_ref::<Failure>().is_some_and(Failure::is_timeout))
}
