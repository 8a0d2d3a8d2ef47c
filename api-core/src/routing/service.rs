//! Routes as a tower service without a socket: tests, gateways, and the in-process wire.

use std::convert::Infallible;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use api_websocket::handshake::{Continuation, Opened, Opening, Upgrade};
use api_websocket::wire::{Pipe, Wire};
use http::{Request, Response, StatusCode};
use tower_service::Service;

use crate::body::{Body, BoxError};
use crate::context::RequestBody;

use super::{Finish, Routes, respond};

/// Routes as a service that is cheap to clone.
///
/// `MyApi::connect(InProcess::new(MyApi::serve(x)))` is a client of `x` that goes through both codecs and no socket.
pub struct InProcess<R>(Arc<(R, Finish)>);

impl<R: Routes<Body>> InProcess<R> {
    /// A service with default settings.
    pub fn new(routes: R) -> Self {
        Self::with(routes, Finish::default())
    }

    /// A service that finishes its responses so.
    pub fn with(routes: R, finish: Finish) -> Self {
        Self(Arc::new((routes, finish)))
    }
}

impl<R: Routes<Body>> Service<Request<Body>> for InProcess<R> {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let shared = self.0.clone();
        Box::pin(async move {
            let (mut head, body) = request.into_parts();
            if head.extensions.remove::<Opening>().is_none() {
                return Ok(respond(&shared.0, &shared.1, &head, body).await);
            }
            let (here, there) = Pipe::pair();
            head.extensions.insert(Upgrade::new(false, async { Ok(Box::new(here) as Box<dyn Wire>) }));
            Ok(continued(respond(&shared.0, &shared.1, &head, body).await, there))
        })
    }
}

/// Hands the caller its end of a WebSocket. What goes on at the other runs whenever the caller uses it.
fn continued(mut response: Response<Body>, wire: Pipe) -> Response<Body> {
    if let Some(conversation) = response.extensions_mut().remove::<Continuation>().and_then(|rest| rest.take())
        && response.status() == StatusCode::SWITCHING_PROTOCOLS
    {
        response.extensions_mut().insert(Opened::new(wire.with(Box::pin(conversation))));
    }
    response
}

/// Waits until a service is ready, and calls it.
pub(super) async fn call<S, R>(mut service: S, request: Request<Body>) -> Result<Response<Body>, BoxError>
where
    S: Service<Request<Body>, Response = Response<R>, Error: Into<BoxError>>,
    R: RequestBody,
{
    poll_fn(|task| service.poll_ready(task)).await.map_err(Into::into)?;
    let response = service.call(request).await.map_err(Into::into)?;
    Ok(response.map(Body::stream))
}

impl<R> Clone for InProcess<R> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<R> fmt::Debug for InProcess<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("InProcess").finish_non_exhaustive()
    }
}
