//! A request on one connection, and its response.

use std::sync::Arc;

use api_core::Body;
use api_core::error::{Failure, FailureKind};
use http::header::HOST;
use http::uri::{Authority, PathAndQuery, Scheme};
use http::{Method, Request, Response, Uri, Version};
use hyper::body::Incoming;
use hyper::client::conn::TrySendError;

use super::connection::Connection;
use super::failure::lost;
use super::lease::Lease;
use super::origin::Origin;

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

/// Takes the address of a request.
pub(super) fn take_address(request: &mut Request<Body>) -> (Option<Scheme>, Option<Authority>, PathAndQuery) {
    let address = std::mem::take(request.uri_mut()).into_parts();
    (address.scheme, address.authority, address.path_and_query.unwrap_or_else(|| PathAndQuery::from_static("/")))
}

/// Gives a request an address in the form that its connection needs.
///
/// # Errors
/// Returns a failure if the request asks for a version of HTTP that the connection does not have.
#[inline]
pub(super) fn prepare(
    request: &mut Request<Body>,
    connection: &Connection,
    origin: &Origin,
    path: PathAndQuery,
) -> Result<(), Failure> {
    match connection {
        Connection::Http1(_) => {
            if request.version() == Version::HTTP_2 {
                return Err(wrong_version(origin));
            }
            request.headers_mut().entry(HOST).or_insert_with(|| origin.host.clone());
            *request.uri_mut() = if *request.method() == Method::CONNECT {
                Uri::from(origin.authority.clone())
            } else {
                Uri::from(path)
            };
        }
        #[cfg(feature = "http2")]
        Connection::Http2(_) => {
            let mut parts = http::uri::Parts::default();
            parts.scheme = Some(origin.scheme.clone());
            parts.authority = Some(origin.authority.clone());
            parts.path_and_query = Some(path);
            // All three parts are there, so they are a URI.
            *request.uri_mut() = Uri::from_parts(parts).unwrap_or_default();
        }
    }
    Ok(())
}

/// Sends a request on a connection, and waits for the head of the response.
///
/// # Cancel safety
/// Dropping the future closes the connection of HTTP/1.1, or resets the stream of HTTP/2.
pub(super) async fn exchange(
    connection: Connection,
    origin: &Arc<Origin>,
    mut request: Request<Body>,
) -> Result<Received, Unsent> {
    let (_, _, path) = take_address(&mut request);
    prepare(&mut request, &connection, origin, path).map_err(|failure| Unsent { failure, request: None })?;
    let (answered, lease) = match connection {
        Connection::Http1(mut requests) => {
            let answered = requests.try_send_request(request).await;
            (answered, Some(Lease::new(requests, origin.clone())))
        }
        #[cfg(feature = "http2")]
        Connection::Http2(mut requests) => (requests.try_send_request(request).await, None),
    };
    match answered {
        Ok(response) => Ok(Received { response, lease }),
        Err(error) => Err(unsent(error, origin)),
    }
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
