//! A request on one connection, and its response.

use std::sync::Arc;

use api_core::Body;
use api_core::error::{Failure, FailureKind};
use http::header::HOST;
use http::uri::PathAndQuery;
use http::{Method, Request, Response, Uri, Version};
use hyper::body::Incoming;
use hyper::client::conn::TrySendError;

use super::connection::Connection;
use super::failure::lost;
use super::lease::Lease;
use super::origin::Origin;

/// Where a request goes.
pub(super) struct Target {
    pub(super) origin: Arc<Origin>,
    pub(super) path: PathAndQuery,
}

/// A response, and the connection that it is read from. Requests over HTTP/2 share theirs.
pub(in crate::transport) struct Received {
    pub(in crate::transport) response: Response<Incoming>,
    pub(in crate::transport) lease: Option<Lease>,
}

/// The failure of an exchange, with the request if nothing of it was sent.
pub(super) struct Unsent {
    pub(super) failure: Failure,
    pub(super) request: Option<Box<Request<Body>>>,
}

/// Changes a request to the form that its connection needs.
///
/// # Errors
/// Returns a failure if the request asks for a version of HTTP that the connection does not have.
#[inline]
pub(super) fn prepare(request: &mut Request<Body>, connection: &Connection, target: &Target) -> Result<(), Failure> {
    match connection {
        Connection::Http1(_) => {
            if request.version() == Version::HTTP_2 {
                return Err(wrong_version(&target.origin));
            }
            request.headers_mut().entry(HOST).or_insert_with(|| target.origin.host.clone());
            *request.uri_mut() = if *request.method() == Method::CONNECT {
                Uri::from(target.origin.authority.clone())
            } else {
                Uri::from(target.path.clone())
            };
        }
        #[cfg(feature = "http2")]
        Connection::Http2(_) => *request.uri_mut() = absolute(target),
    }
    Ok(())
}

/// Sends a request on a connection, and waits for the head of the response.
///
/// # Cancel safety
/// Dropping the future closes the connection of HTTP/1.1, or resets the stream of HTTP/2.
pub(super) async fn exchange(
    connection: Connection,
    target: &Target,
    mut request: Request<Body>,
) -> Result<Received, Unsent> {
    prepare(&mut request, &connection, target).map_err(|failure| Unsent { failure, request: None })?;
    let (answered, lease) = match connection {
        Connection::Http1(mut requests) => {
            let answered = requests.try_send_request(request).await;
            (answered, Some(Lease::new(requests, target.origin.clone())))
        }
        #[cfg(feature = "http2")]
        Connection::Http2(mut requests) => (requests.try_send_request(request).await, None),
    };
    match answered {
        Ok(response) => Ok(Received { response, lease }),
        Err(error) => Err(unsent(error, &target.origin)),
    }
}

/// Returns the URI from which HTTP/2 takes `:scheme`, `:authority` and `:path`.
#[cfg(feature = "http2")]
fn absolute(target: &Target) -> Uri {
    let mut parts = http::uri::Parts::default();
    parts.scheme = Some(target.origin.scheme.clone());
    parts.authority = Some(target.origin.authority.clone());
    parts.path_and_query = Some(target.path.clone());
    // All three parts are there, so they are a URI.
    Uri::from_parts(parts).unwrap_or_default()
}

#[cold]
fn wrong_version(origin: &Origin) -> Failure {
    let message = format!("`{}` is connected by HTTP/1.1, and the request asks for HTTP/2", origin.authority);
    Failure::new(FailureKind::Transport, message)
}

#[cold]
pub(super) fn unsent(mut error: TrySendError<Request<Body>>, origin: &Origin) -> Unsent {
    let request = error.take_message().map(Box::new);
    Unsent { failure: lost(error.into_error(), origin.authority.as_str()), request }
}
