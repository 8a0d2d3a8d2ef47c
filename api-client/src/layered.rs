//! The composed client service: a transport with all layers of a builder.

use std::task::{Context, Poll};

use api_core::error::Failure;
use api_core::{Body, Transport};
use http::{Request, Response};
use tower_service::Service;

use crate::compression::Compress;
use crate::credentials::{Authorize, BoxFuture};
use crate::limits::Limit;
use crate::redirect::FollowRedirects;
use crate::resume::Resume;
use crate::retry::Retry;
use crate::transport::HttpTransport;

/// A service wrapped in the layers of a [`ClientBuilder`](crate::ClientBuilder). Clones are cheap and share its
/// connections.
///
/// From the outside in, the layers resume subscriptions, follow redirects, compress bodies, retry requests, add and
/// renew credentials, and limit time. A retried request therefore gets fresh credentials, and each attempt has the
/// whole time limit.
#[derive(Debug, Clone)]
pub struct LayeredTransport<S = HttpTransport> {
    layers: Layers<S>,
}

type Layers<S> = Resume<FollowRedirects<Compress<Retry<Authorize<Limit<S>>>>>>;

impl<S> LayeredTransport<S> {
    pub(crate) fn new(layers: Layers<S>) -> Self {
        Self { layers }
    }
}

impl<S: Transport> Service<Request<Body>> for LayeredTransport<S> {
    type Response = Response<Body>;
    type Error = Failure;
    type Future = BoxFuture<'static, Result<Response<Body>, Failure>>;

    fn poll_ready(&mut self, task: &mut Context<'_>) -> Poll<Result<(), Failure>> {
        self.layers.poll_ready(task)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        self.layers.call(request)
    }
}
