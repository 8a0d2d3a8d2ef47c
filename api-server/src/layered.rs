//! A server wrapped in tower layers, which a listener can serve like a plain server.

use std::fmt;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use api_core::body::RequestBody;
use api_core::context::Peer;
use api_core::error::Problem;
use api_core::routing::ServiceSettings;
use api_core::{Body, BoxError};
use http::header::CONNECTION;
use http::request::Parts;
use http::{Request, Response};
use tower_layer::Layer;
use tower_service::Service;

use crate::panic::caught;
use crate::respond::{Respond, refused};

/// A [`Server`](crate::Server) wrapped in tower layers.
///
/// An error of a layer is answered with 500 and its text is only logged, unless a problem of the framework caused it: a
/// body past its limit is 413 behind any layer. To answer with another status, 429 for example, a layer returns a
/// response.
#[derive(Clone)]
pub struct LayeredServer<S> {
    service: S,
    settings: Arc<ServiceSettings>,
}

impl<S> LayeredServer<S> {
    pub(crate) fn new(service: S, settings: Arc<ServiceSettings>) -> Self {
        Self { service, settings }
    }

    /// Wraps the existing layers in another one.
    pub fn layer<L: Layer<S>>(self, layer: L) -> LayeredServer<L::Service> {
        LayeredServer { service: layer.layer(self.service), settings: self.settings }
    }
}

impl<S, B, A> Respond<B> for LayeredServer<S>
where
    B: RequestBody,
    A: RequestBody,
    S: Service<Request<Body>, Response = Response<A>, Error: Into<BoxError>, Future: Send>
        + Clone
        + Send
        + Sync
        + 'static,
{
    async fn respond(&self, head: &mut Parts, body: B, peer: Option<&Peer>, answer: &mut Option<Response<Body>>) {
        let path = head.uri.path().to_owned();
        let mut head = std::mem::replace(head, options_of(head));
        if let Some(peer) = peer {
            head.extensions.insert(peer.clone());
        }
        let request = Request::from_parts(head, Body::stream(body));
        let problem = match caught(pin!(call(self.service.clone(), request))).await {
            Ok(Ok(response)) => {
                *answer = Some(response.map(Body::stream));
                return;
            }
            Ok(Err(error)) => {
                Problem::caused_by(error.as_ref()).unwrap_or_else(|| Problem::internal(error.to_string()))
            }
            Err(panicked) => Problem::internal(format!("a layer panicked: {}", panicked.0)),
        };
        *answer = Some(refused(self.settings.error_format, &path, problem));
    }

    fn settings(&self) -> &ServiceSettings {
        &self.settings
    }
}

/// Returns a head with the options of the request's connection, which the listener reads after the layers.
fn options_of(head: &Parts) -> Parts {
    let mut left = Request::new(()).into_parts().0;
    for options in head.headers.get_all(CONNECTION) {
        left.headers.append(CONNECTION, options.clone());
    }
    left
}

async fn call<S, A>(mut service: S, request: Request<Body>) -> Result<Response<A>, BoxError>
where
    S: Service<Request<Body>, Response = Response<A>, Error: Into<BoxError>, Future: Send>,
{
    poll_fn(|task| service.poll_ready(task)).await.map_err(Into::into)?;
    service.call(request).await.map_err(Into::into)
}

impl<S: Service<Request<Body>>> Service<Request<Body>> for LayeredServer<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, task: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.service.poll_ready(task)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        self.service.call(request)
    }
}

impl<S> fmt::Debug for LayeredServer<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("LayeredServer").finish_non_exhaustive()
    }
}
