//! The pooled hyper transport: HTTP/1.1 and HTTP/2 over TCP, with TLS for `https`.

use std::fmt;
use std::sync::Arc;
use std::task::{Context, Poll};

use api_core::Body;
use api_core::error::Failure;
use http::{Request, Response};
use tower_service::Service;

use crate::credentials::BoxFuture;
use crate::streams::Expected;

use super::connector::Connectors;
use super::pool::Pool;
use super::received_body::limited;
use super::settings::TransportSettings;
#[cfg(feature = "websocket")]
use super::settings::Versions;
#[cfg(feature = "websocket")]
use super::websocket::{OpeningResult, Openings, opens};

/// A pooled HTTP transport. Clones share the pool.
///
/// A request with the extension [`Opening`](api_core::websocket::handshake::Opening) opens a WebSocket. It uses
/// HTTP/1.1, which every WebSocket server supports, or HTTP/2 if the settings allow only that.
#[derive(Clone)]
pub struct HttpTransport(pub(super) Arc<Inner>);

pub(super) struct Inner {
    pool: Pool,
    #[cfg(feature = "websocket")]
    openings: Openings,
    largest_response: usize,
}

impl HttpTransport {
    /// Creates an empty pool, which connects on demand.
    ///
    /// # Errors
    /// Returns an error if the trusted certificates cannot be read.
    pub fn new(settings: &TransportSettings) -> Result<Self, Failure> {
        let connectors = Connectors::new(settings)?;
        let pool = Pool::new(settings, connectors.of(settings.versions), settings.versions);
        Ok(Self(Arc::new(Inner {
            #[cfg(feature = "websocket")]
            openings: openings(settings, &connectors, &pool),
            pool,
            largest_response: settings.largest_response,
        })))
    }
}

#[cfg(feature = "websocket")]
fn openings(settings: &TransportSettings, connectors: &Connectors, pool: &Pool) -> Openings {
    #[cfg(feature = "http2")]
    if settings.versions == Versions::Http2 {
        return Openings::Http2(connectors.of(Versions::Http2), settings.connect_within);
    }
    if settings.versions == Versions::Http1 {
        return Openings::Http1(pool.clone());
    }
    Openings::Http1(Pool::new(settings, connectors.of(Versions::Http1), Versions::Http1))
}

impl Service<Request<Body>> for HttpTransport {
    type Response = Response<Body>;
    type Error = Failure;
    type Future = BoxFuture<'static, Result<Response<Body>, Failure>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Failure>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let inner = self.0.clone();
        Box::pin(async move { inner.send(request).await })
    }
}

impl Inner {
    /// Sends any request.
    pub(super) async fn send(&self, request: Request<Body>) -> Result<Response<Body>, Failure> {
        #[cfg(feature = "websocket")]
        if opens(&request) {
            return Box::pin(self.open(request)).await;
        }
        let expected = Expected::by(&request);
        self.send_expecting(request, expected).await
    }

    /// Sends a request that opens no WebSocket. The body of its response has a limited size, unless it is a stream.
    #[inline]
    pub(super) fn send_expecting(
        &self,
        request: Request<Body>,
        expected: Expected,
    ) -> impl Future<Output = Result<Response<Body>, Failure>> + Send {
        self.pool.send(request, move |received| {
            let is_whole = matches!(expected.of(&received.response), Expected::Whole);
            limited(received, if is_whole { self.largest_response } else { usize::MAX })
        })
    }

    #[cfg(feature = "websocket")]
    async fn open(&self, request: Request<Body>) -> Result<Response<Body>, Failure> {
        let authority = request.uri().authority().map(ToString::to_string).unwrap_or_default();
        Ok(match self.openings.open(request, &authority).await? {
            OpeningResult::Open(response) => response,
            OpeningResult::Refused(received) => limited(received, self.largest_response),
        })
    }
}

impl fmt::Debug for HttpTransport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("HttpTransport").finish_non_exhaustive()
    }
}
