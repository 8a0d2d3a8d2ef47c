//! The pool of connections, by origin.

mod connection;
mod failure;
mod lease;
mod ledger;
#[cfg(test)]
mod ledger_tests;
mod opening;
mod origin;
mod reaper;
mod shared;

use std::sync::Arc;

use api_core::Body;
use api_core::error::{Failure, FailureKind};
use http::header::HOST;
use http::uri::PathAndQuery;
use http::{Method, Request, Response, Uri, Version};
use hyper::body::Incoming;
use hyper::client::conn::TrySendError;
use tokio::task::yield_now;

use super::connector::Connector;
use super::settings::{TransportSettings, Versions};

use self::connection::Connection;
use self::failure::lost;
use self::ledger::{IdleLimits, Taken};
use self::origin::Origin;
use self::shared::Shared;

pub(super) use self::failure::is_timeout;
pub(super) use self::lease::Lease;

/// A pool of connections. Clones share them.
#[derive(Clone)]
pub(super) struct Pool(Arc<Shared>);

/// A response, and the connection that it is read from. Requests over HTTP/2 share theirs.
pub(super) struct Received {
    pub(super) response: Response<Incoming>,
    pub(super) lease: Option<Lease>,
}

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
    pub(super) async fn send(&self, mut request: Request<Body>) -> Result<Received, Failure> {
        let address = std::mem::take(request.uri_mut()).into_parts();
        let (Some(scheme), Some(authority)) = (address.scheme, address.authority) else {
            return Err(Failure::new(FailureKind::Encode, "the URI of the request has no scheme or no authority"));
        };
        let path = address.path_and_query.unwrap_or_else(|| PathAndQuery::from_static("/"));
        let origin = self.0.origin(&scheme, &authority).ok_or_else(|| {
            Failure::new(FailureKind::Encode, format!("the host `{authority}` cannot be sent in a header field"))
        })?;
        let mut taken = origin.take();
        if matches!(taken, Taken::Busy) {
            // The task of a connection that was just used may still run on another thread.
            yield_now().await;
            taken = origin.take();
        }
        if let Taken::Link(connection) = taken {
            match attempt(connection, &origin, &path, request).await {
                Ok(received) => return Ok(received),
                Err(Unsent { request: Some(unsent), .. }) => request = *unsent,
                Err(Unsent { failure, .. }) => return Err(failure),
            }
        }
        // Boxed, because most requests find a connection.
        Box::pin(self.send_on_new(origin, path, request)).await
    }

    /// Sends a request on a connection that is opened for it, or becomes free meanwhile.
    async fn send_on_new(
        &self,
        origin: Arc<Origin>,
        path: PathAndQuery,
        mut request: Request<Body>,
    ) -> Result<Received, Failure> {
        let mut left = ATTEMPTS;
        loop {
            let connection = origin.wait(&self.0).await.map_err(|error| error.failure(origin.authority.as_str()))?;
            left -= 1;
            match attempt(connection, &origin, &path, request).await {
                Ok(received) => return Ok(received),
                Err(Unsent { request: Some(unsent), .. }) if left > 0 => request = *unsent,
                Err(Unsent { failure, .. }) => return Err(failure),
            }
        }
    }
}

/// The number of further connections that are tried for a request of which nothing was sent.
const ATTEMPTS: u32 = 2;

/// The failure of an attempt, with the request if nothing of it was sent.
struct Unsent {
    failure: Failure,
    request: Option<Box<Request<Body>>>,
}

async fn attempt(
    connection: Connection,
    origin: &Arc<Origin>,
    path: &PathAndQuery,
    mut request: Request<Body>,
) -> Result<Received, Unsent> {
    match connection {
        Connection::Http1(mut requests) => {
            if request.version() == Version::HTTP_2 {
                return Err(wrong_version(origin));
            }
            request.headers_mut().entry(HOST).or_insert_with(|| origin.host.clone());
            *request.uri_mut() = if *request.method() == Method::CONNECT {
                Uri::from(origin.authority.clone())
            } else {
                Uri::from(path.clone())
            };
            let response = requests.try_send_request(request).await.map_err(|error| unsent(error, origin))?;
            Ok(Received { response, lease: Some(Lease::new(requests, origin.clone())) })
        }
        #[cfg(feature = "http2")]
        Connection::Http2(mut requests) => {
            *request.uri_mut() = absolute(origin, path);
            let response = requests.try_send_request(request).await.map_err(|error| unsent(error, origin))?;
            Ok(Received { response, lease: None })
        }
    }
}

/// Returns the URI from which HTTP/2 takes `:scheme`, `:authority` and `:path`.
#[cfg(feature = "http2")]
fn absolute(origin: &Origin, path: &PathAndQuery) -> Uri {
    let mut parts = http::uri::Parts::default();
    parts.scheme = Some(origin.scheme.clone());
    parts.authority = Some(origin.authority.clone());
    parts.path_and_query = Some(path.clone());
    // All three parts are there, so they are a URI.
    Uri::from_parts(parts).unwrap_or_default()
}

#[cold]
fn wrong_version(origin: &Origin) -> Unsent {
    let message = format!("`{}` is connected by HTTP/1.1, and the request asks for HTTP/2", origin.authority);
    Unsent { failure: Failure::new(FailureKind::Transport, message), request: None }
}

#[cold]
fn unsent(mut error: TrySendError<Request<Body>>, origin: &Origin) -> Unsent {
    let request = error.take_message().map(Box::new);
    Unsent { failure: lost(error.into_error(), origin.authority.as_str()), request }
}
