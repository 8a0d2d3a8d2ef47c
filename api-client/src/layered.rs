//! The composed client service: a transport with all layers of a builder.

use api_core::error::Failure;
use api_core::{Body, Transport};
use http::{Request, Response};

use crate::compression::Compress;
use crate::credentials::Authorize;
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

impl<S: Transport> Transport for LayeredTransport<S> {
    async fn send(&self, request: Request<Body>) -> Result<Response<Body>, Failure> {
        let redirects = self.layers.inner();
        let compressed = redirects.inner();
        if self.layers.is_for(&request) || redirects.is_on() || compressed.is_on() {
            // Boxed, so that the future of most calls, which need none of these layers, does not grow.
            return Box::pin(self.layers.send(request)).await;
        }
        compressed.inner().send(request).await
    }
}
