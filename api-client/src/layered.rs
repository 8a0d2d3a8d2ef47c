//! The composed client service: a transport with all layers of a builder.

use std::pin::pin;

use api_core::error::Failure;
use api_core::{Body, Transport};
use http::{Request, Response};
use tokio::time::Instant;

use crate::compression::Compress;
use crate::credentials::Authorize;
use crate::limits::Limit;
use crate::redirect::FollowRedirects;
use crate::request_copy::Again;
use crate::resume::Resume;
use crate::retry::Retry;
use crate::sent_body::Sent;
use crate::streams::Expected;
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
    async fn send(&self, mut request: Request<Body>) -> Result<Response<Body>, Failure> {
        // What most calls do not need is boxed, so that their future does not grow.
        if self.needs_all_layers(&request) {
            return Box::pin(self.layers.send(request)).await;
        }
        let retry = self.layers.inner().inner().inner();
        let authorize = retry.inner();
        let limit = authorize.inner();

        // The same as in `retry.send(request)`, without moving the request from layer to layer.
        let (began, again) = (Instant::now(), retry.keep(&request));
        let unrepeated = if again.is_none() && authorize.is_renewable() { Again::of(&request) } else { None };
        let Ok(mut added) = authorize.add_known(&mut request) else {
            return Box::pin(retry.send(request)).await;
        };
        let (expected, sent) = (Expected::by(&request), Sent::of(&mut request));
        let response = pin!(limit.inner().send(request));
        let mut result = match limit.head(response, began, sent).await {
            Ok((response, timer)) => Ok(limit.limited(response, expected, timer)),
            Err(failure) => Err(failure),
        };
        if let (Ok(response), true) = (&mut result, added.is_some()) {
            let response = std::mem::take(response);
            result = authorize.settle(response, again.as_ref().or(unrepeated.as_ref()), &mut added).await;
        }
        retry.settle(result, again, began).await
    }
}

impl<S: Transport> LayeredTransport<S> {
    /// Returns whether a request needs layers that most do not need: those above the retries, or what these, or users,
    /// attach to requests.
    fn needs_all_layers(&self, request: &Request<Body>) -> bool {
        let redirects = self.layers.inner();
        request.extensions().len() != 1 || self.layers.is_for(request) || redirects.is_on() || redirects.inner().is_on()
    }
}
