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

/// The settings of an [`HttpTransport`].
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
    /// Sets how servers are verified. Default: with the platform's certificate authorities.
    #[cfg(any(feature = "tls", feature = "ring"))]
    #[must_use]
    pub fn tls(mut self, tls: Tls) -> Self {
        self.tls = tls;
        self
    }

    /// Uses HTTP/2 only: by ALPN over TLS, with prior knowledge over plain TCP.
    ///
    /// All requests to one origin then share one connection from the start. Each WebSocket has a separate connection.
    #[cfg(feature = "http2")]
    #[must_use]
    pub fn http2_only(mut self) -> Self {
        self.versions = Versions::Http2;
        self
    }

    /// Uses HTTP/1.1 only.
    #[must_use]
    pub fn http1_only(mut self) -> Self {
        self.versions = Versions::Http1;
        self
    }

    /// Sets the time limit for connecting, including TLS. Default: 10 s.
    #[must_use]
    pub fn connect_within(mut self, limit: Duration) -> Self {
        self.connect_within = limit;
        self
    }

    /// Sets the maximum size of a response in bytes. Event streams are not limited. Default: 16 MiB.
    #[must_use]
    pub fn largest_response(mut self, bytes: usize) -> Self {
        self.largest_response = bytes;
        self
    }

    /// Sets the time after which an unused connection is closed. Default: 90 s.
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

/// A pooled HTTP transport. Clones share the pool.
///
/// A request with the extension [`Opening`](api_core::websocket::Opening) opens a WebSocket. It uses HTTP/1.1, which
/// every WebSocket server supports, or HTTP/2 if the settings allow only that.
#[derive(Clone)]
pub struct HttpTransport {
    pool: Pool,
    #[cfg(feature = "websocket")]
    openings: Arc<Openings>,
    largest_response: usize,
}

impl HttpTransport {
    /// Creates an empty pool, which connects on demand.
    ///
    /// # Errors
    /// Returns an error if the trusted certificates cannot be read.
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
