//! A request on one connection, and its response.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use api_core::Body;
use api_core::error::{Failure, FailureKind};
use http::header::HOST;
use http::uri::PathAndQuery;
use http::{Method, Request, Response, Uri, Version};
use hyper::body::Incoming;
use hyper::client::conn::{TrySendError, http1};

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

type Sending = Pin<Box<dyn Future<Output = Result<Response<Incoming>, TrySendError<Request<Body>>>> + Send>>;

/// A request that was handed to a connection.
pub(in crate::transport) struct Exchange {
    /// Its type has no name.
    sending: Sending,
    requests: Option<http1::SendRequest<Body>>,
    pub(super) target: Target,
}

impl Exchange {
    /// Hands a request to a connection.
    ///
    /// # Errors
    /// Returns a failure if the request asks for a version of HTTP that the connection does not have.
    pub(super) fn begin(connection: Connection, target: Target, mut request: Request<Body>) -> Result<Self, Failure> {
        match connection {
            Connection::Http1(mut requests) => {
                if request.version() == Version::HTTP_2 {
                    return Err(wrong_version(&target.origin));
                }
                request.headers_mut().entry(HOST).or_insert_with(|| target.origin.host.clone());
                *request.uri_mut() = if *request.method() == Method::CONNECT {
                    Uri::from(target.origin.authority.clone())
                } else {
                    Uri::from(target.path.clone())
                };
                let sending = Box::pin(requests.try_send_request(request));
                Ok(Self { sending, requests: Some(requests), target })
            }
            #[cfg(feature = "http2")]
            Connection::Http2(mut requests) => {
                *request.uri_mut() = absolute(&target);
                let sending = Box::pin(requests.try_send_request(request));
                Ok(Self { sending, requests: None, target })
            }
        }
    }

    /// Ready with the head of the response. Not polled again then.
    pub(super) fn poll(&mut self, task: &mut Context<'_>) -> Poll<Result<Received, Unsent>> {
        Poll::Ready(match ready!(self.sending.as_mut().poll(task)) {
            Ok(response) => {
                let lease = self.requests.take().map(|requests| Lease::new(requests, self.target.origin.clone()));
                Ok(Received { response, lease })
            }
            Err(error) => Err(unsent(error, &self.target.origin)),
        })
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
fn unsent(mut error: TrySendError<Request<Body>>, origin: &Origin) -> Unsent {
    let request = error.take_message().map(Box::new);
    Unsent { failure: lost(error.into_error(), origin.authority.as_str()), request }
}
