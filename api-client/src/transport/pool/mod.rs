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

use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll};

use api_core::Body;
use api_core::error::{Failure, FailureKind};
use http::Request;
use http::uri::PathAndQuery;
use tokio::task::yield_now;

use super::connector::Connector;
use super::settings::{TransportSettings, Versions};

use self::exchange::Target;
use self::ledger::{IdleLimits, Taken};
use self::shared::Shared;

pub(super) use self::exchange::{Exchange, Received};
pub(super) use self::failure::is_timeout;
pub(super) use self::lease::Lease;

/// The number of further connections that are tried for a request of which nothing was sent.
const ATTEMPTS: u32 = 2;

/// A pool of connections. Clones share them.
#[derive(Clone)]
pub(super) struct Pool(Arc<Shared>);

/// A request that is being sent.
pub(super) enum Begun {
    /// It was handed to an unused connection.
    Sending(Exchange),
    /// There is none.
    Waiting(Unsent),
}

/// A request that no connection has taken.
pub(super) struct Unsent {
    target: Target,
    request: Box<Request<Body>>,
}

impl Pool {
    /// Creates an empty pool.
    pub(super) fn new(settings: &TransportSettings, connector: Connector, versions: Versions) -> Self {
        let limits = IdleLimits { each: settings.idle_connections, time: settings.idle_connection };
        Self(Arc::new(Shared::new(connector, versions, limits)))
    }

    /// Hands a request to an unused connection, if there is one.
    ///
    /// # Errors
    /// Returns a failure if the request cannot be sent to its address.
    pub(super) fn begin(&self, mut request: Request<Body>) -> Result<Begun, Failure> {
        let address = std::mem::take(request.uri_mut()).into_parts();
        let (Some(scheme), Some(authority)) = (address.scheme, address.authority) else {
            return Err(Failure::new(FailureKind::Encode, "the URI of the request has no scheme or no authority"));
        };
        let path = address.path_and_query.unwrap_or_else(|| PathAndQuery::from_static("/"));
        let origin = self.0.origin(&scheme, &authority).ok_or_else(|| {
            Failure::new(FailureKind::Encode, format!("the host `{authority}` cannot be sent in a header field"))
        })?;
        let taken = origin.take();
        let target = Target { origin, path };
        Ok(match taken {
            Taken::Link(connection) => Begun::Sending(Exchange::begin(connection, target, request)?),
            Taken::Busy | Taken::Nothing => Begun::Waiting(Unsent { target, request: Box::new(request) }),
        })
    }

    /// Ready with the head of the response to a request that was handed to a connection, or with the request if the
    /// server had closed the connection before anything of it was sent.
    pub(super) fn poll(
        exchange: &mut Exchange,
        task: &mut Context<'_>,
    ) -> Poll<Result<Result<Received, Unsent>, Failure>> {
        exchange.poll(task).map(|received| match received {
            Ok(received) => Ok(Ok(received)),
            Err(exchange::Unsent { request: Some(request), .. }) => {
                let target = Target { origin: exchange.target.origin.clone(), path: exchange.target.path.clone() };
                Ok(Err(Unsent { target, request }))
            }
            Err(exchange::Unsent { failure, request: None }) => Err(failure),
        })
    }

    /// Sends a request on a connection that becomes free, or is opened for it.
    ///
    /// # Cancel safety
    /// Dropping the future closes the connection of HTTP/1.1, or resets the stream of HTTP/2.
    pub(super) async fn send_when_free(&self, unsent: Unsent) -> Result<Received, Failure> {
        let Unsent { target: Target { origin, path }, mut request } = unsent;
        // The task of a connection that was just used may still run on another thread.
        yield_now().await;
        let mut free = match origin.take() {
            Taken::Link(connection) => Some(connection),
            Taken::Busy | Taken::Nothing => None,
        };
        let mut left = ATTEMPTS;
        loop {
            let connection = match free.take() {
                Some(connection) => connection,
                None => {
                    left -= 1;
                    origin.wait(&self.0).await.map_err(|error| error.failure(origin.authority.as_str()))?
                }
            };
            let target = Target { origin: origin.clone(), path: path.clone() };
            let mut exchange = Exchange::begin(connection, target, *request)?;
            match poll_fn(|task| exchange.poll(task)).await {
                Ok(received) => return Ok(received),
                Err(exchange::Unsent { request: Some(unsent), .. }) if left > 0 => request = unsent,
                Err(exchange::Unsent { failure, .. }) => return Err(failure),
            }
        }
    }

    /// Sends a request and waits for the head of its response.
    ///
    /// # Cancel safety
    /// Dropping the future closes the connection of HTTP/1.1, or resets the stream of HTTP/2.
    #[cfg(feature = "websocket")]
    pub(super) async fn send(&self, request: Request<Body>) -> Result<Received, Failure> {
        let unsent = match self.begin(request)? {
            Begun::Sending(mut exchange) => match poll_fn(|task| Self::poll(&mut exchange, task)).await? {
                Ok(received) => return Ok(received),
                Err(unsent) => unsent,
            },
            Begun::Waiting(unsent) => unsent,
        };
        self.send_when_free(unsent).await
    }
}
