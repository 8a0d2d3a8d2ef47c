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
mod state;

use std::pin::pin;
use std::sync::Arc;

use api_core::Body;
use api_core::error::{Failure, FailureKind};
use http::uri::{Authority, Scheme};
use http::{Request, Uri};
use tokio::task::yield_now;

use super::connector::Connector;
use super::settings::{TransportSettings, Versions};

use self::connection::Connection;
use self::exchange::{Unsent, exchange, prepare, take_address, unsent};
use self::ledger::{IdleLimits, Taken};
use self::opening::wait;
use self::origin::Origin;
use self::shared::Shared;

pub(super) use self::exchange::Received;
#[cfg(all(feature = "http2", feature = "websocket"))]
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
    /// An unused connection may have been closed by the server. If nothing of the request was sent on it, the request
    /// is sent on another one.
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
            let (scheme, authority, path) = take_address(&mut request);
            let origin = self.origin(scheme, authority)?;
            let unsent = match origin.take() {
                Taken::Link(connection) => {
                    prepare(&mut request, &connection, &origin, path)?;
                    let error = match connection {
                        Connection::Http1(mut requests) => match pin!(requests.try_send_request(request)).await {
                            Ok(response) => {
                                let lease = Some(Lease::new(requests, origin));
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
                    match unsent(error, &origin) {
                        Unsent { request: Some(unsent), .. } => unsent,
                        Unsent { failure, .. } => return Err(failure),
                    }
                }
                Taken::Busy | Taken::Nothing => {
                    *request.uri_mut() = Uri::from(path);
                    Box::new(request)
                }
            };
            // Boxed, because most requests find a connection.
            Box::pin(send_when_free(origin, unsent)).await.map(received)
        }
    }

    fn origin(&self, scheme: Option<Scheme>, authority: Option<Authority>) -> Result<Arc<Origin>, Failure> {
        let (Some(scheme), Some(authority)) = (scheme, authority) else {
            return Err(Failure::new(FailureKind::Encode, "the URI of the request has no scheme or no authority"));
        };
        self.0.origin(&scheme, &authority).ok_or_else(|| {
            Failure::new(FailureKind::Encode, format!("the host `{authority}` cannot be sent in a header field"))
        })
    }
}

/// Sends a request on a connection that becomes free, or is opened for it.
async fn send_when_free(origin: Arc<Origin>, mut request: Box<Request<Body>>) -> Result<Received, Failure> {
    // The task of a connection that was just used may still run on another thread.
    yield_now().await;
    let mut free = match origin.take() {
        Taken::Link(connection) => Some(connection),
        Taken::Busy | Taken::Nothing => None,
    };
    let mut left = ATTEMPTS;
    loop {
        let connection = if let Some(connection) = free.take() {
            connection
        } else {
            left -= 1;
            let opened = wait(&origin).await;
            opened.map_err(|error| error.failure(origin.authority.as_str()))?
        };
        match exchange(connection, &origin, *request).await {
            Ok(received) => return Ok(received),
            Err(Unsent { request: Some(unsent), .. }) if left > 0 => request = unsent,
            Err(Unsent { failure, .. }) => return Err(failure),
        }
    }
}
