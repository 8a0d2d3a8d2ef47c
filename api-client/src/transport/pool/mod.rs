//! The pool of connections, by origin.

mod connection;
mod exchange;
mod failure;
mod lease;
mod ledger;
#[cfg(test)]
mod ledger_tests;
mod opening;
mod origin;
mod reaper;
mod shared;

use std::pin::pin;
use std::sync::Arc;

use api_core::Body;
use api_core::error::{Failure, FailureKind};
use http::Request;
use http::uri::PathAndQuery;
use tokio::task::yield_now;

use super::connector::Connector;
use super::settings::{TransportSettings, Versions};

use self::connection::Connection;
use self::exchange::{Target, Unsent, exchange, prepare, unsent};
use self::ledger::{IdleLimits, Taken};
use self::shared::Shared;

pub(super) use self::exchange::Received;
pub(super) use self::failure::is_timeout;
pub(super) use self::lease::Lease;

/// The number of further connections that are tried for a request of which nothing was sent.
const ATTEMPTS: u32 = 2;

/// A pool of connections. Clones share them.
#[derive(Clone)]
pub(super) struct Pool(Arc<Shared>);

impl Pool {
    /// Creates an empty pool.
    pub(super) fn new(settings: &TransportSettings, connector: Connector, versions: Versions) -> Self {
        let limits = IdleLimits { each: settings.idle_connections, time: settings.idle_connection };
        Self(Arc::new(Shared::new(connector, versions, limits)))
    }

    /// Sends a request and waits for the head of its response.
    ///
    /// An unused connection may have been closed by the server. If nothing of the request was sent on it, the request is
    /// sent on another one.
    ///
    /// # Cancel safety
    /// Dropping the future closes the connection of HTTP/1.1, or resets the stream of HTTP/2.
    #[expect(clippy::manual_async_fn, reason = "an `async fn` moves its arguments once more, as `exchange` would")]
    #[inline]
    pub(super) fn send<T>(
        &self,
        mut request: Request<Body>,
        received: impl FnOnce(Received) -> T + Send,
    ) -> impl Future<Output = Result<T, Failure>> + Send {
        async move {
            let target = self.target(&mut request)?;
            let unsent = match target.origin.take() {
                Taken::Link(connection) => {
                    prepare(&mut request, &connection, &target)?;
                    let error = match connection {
                        Connection::Http1(mut requests) => match pin!(requests.try_send_request(request)).await {
                            Ok(response) => {
                                let lease = Some(Lease::new(requests, target.origin));
                                return Ok(received(Received { response, lease }));
                            }
                            Err(error) => error,
                        },
                        #[cfg(feature = "http2")]
                        Connection::Http2(mut requests) => match pin!(requests.try_send_request(request)).await {
                            Ok(response) => return Ok(received(Received { response, lease: None })),
                            Err(error) => error,
                        },
                    };
                    match unsent(error, &target.origin) {
                        Unsent { request: Some(unsent), .. } => unsent,
                        Unsent { failure, .. } => return Err(failure),
                    }
                }
                Taken::Busy | Taken::Nothing => Box::new(request),
            };
            // Boxed, because most requests find a connection.
            Box::pin(self.send_when_free(target, unsent)).await.map(received)
        }
    }

    /// Takes the target of a request.
    fn target(&self, request: &mut Request<Body>) -> Result<Target, Failure> {
        let address = std::mem::take(request.uri_mut()).into_parts();
        let (Some(scheme), Some(authority)) = (address.scheme, address.authority) else {
            return Err(Failure::new(FailureKind::Encode, "the URI of the request has no scheme or no authority"));
        };
        let path = address.path_and_query.unwrap_or_else(|| PathAndQuery::from_static("/"));
        let origin = self.0.origin(&scheme, &authority).ok_or_else(|| {
            Failure::new(FailureKind::Encode, format!("the host `{authority}` cannot be sent in a header field"))
        })?;
        Ok(Target { origin, path })
    }

    /// Sends a request on a connection that becomes free, or is opened for it.
    async fn send_when_free(&self, target: Target, mut request: Box<Request<Body>>) -> Result<Received, Failure> {
        // The task of a connection that was just used may still run on another thread.
        yield_now().await;
        let mut free = match target.origin.take() {
            Taken::Link(connection) => Some(connection),
            Taken::Busy | Taken::Nothing => None,
        };
        let mut left = ATTEMPTS;
        loop {
            let connection = if let Some(connection) = free.take() {
                connection
            } else {
                left -= 1;
                let opened = target.origin.wait(&self.0).await;
                opened.map_err(|error| error.failure(target.origin.authority.as_str()))?
            };
            match exchange(connection, &target, *request).await {
                Ok(received) => return Ok(received),
                Err(Unsent { request: Some(unsent), .. }) if left > 0 => request = unsent,
                Err(Unsent { failure, .. }) => return Err(failure),
            }
        }
    }
}
