//! The composed client service: a transport with all layers of a builder.

use std::pin::pin;

use api_core::client::RequestMetadata;
use api_core::error::Failure;
use api_core::{Body, Transport};
use http::{Request, Response, StatusCode};
use tokio::time::Instant;

use crate::compression::Compress;
use crate::credentials::Authorize;
use crate::limits::Limit;
use crate::redirect::FollowRedirects;
use crate::request_copy::Again;
use crate::resume::Resume;
use crate::retry::{Retry, trouble};
use crate::sent_body::Sent;
use crate::streams::Expected;
use crate::transport::PooledTransport;

/// A service wrapped in the layers of a [`ClientBuilder`](crate::ClientBuilder). Clones are cheap and share its
/// connections.
///
/// From the outside in, the layers resume subscriptions, follow redirects, compress bodies, retry requests, add and
/// renew credentials, and limit time. A retried request therefore gets fresh credentials, and each attempt has the
/// whole time limit.
#[derive(Debug, Clone)]
pub struct LayeredTransport<S = PooledTransport> {
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
        self.layers.send(request).await
    }

    /// Does what the layers do, one after the other, without moving the request from layer to layer.
    #[expect(clippy::manual_async_fn, reason = "an `async fn` moves its arguments once more")]
    fn send_call(
        &self,
        mut request: Request<Body>,
        metadata: RequestMetadata,
    ) -> impl Future<Output = Result<Response<Body>, Failure>> + Send {
        async move {
            let retry = self.layers.inner().inner().inner();
            let authorize = retry.inner();
            let limit = authorize.inner();
            // What most calls do not need is boxed, so that their future does not grow.
            if self.needs_all_layers(&request, &metadata) {
                request.extensions_mut().insert(metadata);
                return Box::pin(self.layers.send(request)).await;
            }
            let is_kept = retry.is_on() || authorize.is_renewable();
            let again = if is_kept { Again::of_call(&request, metadata) } else { None };
            let Ok(added) = authorize.add_known(&mut request) else {
                request.extensions_mut().insert(metadata);
                return Box::pin(retry.send(request)).await;
            };
            let (expected, sent, began) = (Expected::by_call(&metadata), Sent::of(&mut request), Instant::now());
            let mut response = pin!(limit.inner().send_call(request, metadata));
            let mut result = limit.answer(response.as_mut(), began, sent, expected).await;
            if let Some(again) = again {
                if let Some(mut added) = added
                    && is_refused(&result)
                    && let Ok(refused) = result
                {
                    result = Box::pin(authorize.repeat(&again, refused, &mut added)).await;
                }
                if retry.is_on()
                    && let Some(trouble) = trouble(&result)
                {
                    return Box::pin(retry.repeat(again, result, trouble, began)).await;
                }
            }
            result
        }
    }
}

impl<S: Transport> LayeredTransport<S> {
    /// Returns whether a request needs the layers above the retries, or has extensions, which only layers attach.
    fn needs_all_layers(&self, request: &Request<Body>, metadata: &RequestMetadata) -> bool {
        let redirects = self.layers.inner();
        !request.extensions().is_empty()
            || self.layers.is_for(metadata)
            || redirects.is_on()
            || redirects.inner().is_on()
    }
}

fn is_refused(result: &Result<Response<Body>, Failure>) -> bool {
    result.as_ref().is_ok_and(|response| response.status() == StatusCode::UNAUTHORIZED)
}
