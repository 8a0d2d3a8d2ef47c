//! Tower services that tests mount beside routes or put around them.

use std::convert::Infallible;
use std::future::{Future, Ready, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use api_core::Body;
use api_core::routing::MountedAt;
use http::{Request, Response};
use tower_service::Service;

/// Returns the request line and the mount point in header fields, and the body unchanged.
#[derive(Debug, Clone)]
pub(crate) struct Mirror;

impl Service<Request<Body>> for Mirror {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Ready<Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let line = format!("{} {}", request.method(), request.uri());
        let at = request.extensions().get::<MountedAt>().map(|at| at.0.clone()).unwrap_or_default();
        let mut response = Response::new(request.into_body());
        response.headers_mut().insert("x-request-line", line.parse().unwrap());
        response.headers_mut().insert("x-mounted-at", at.parse().unwrap());
        ready(Ok(response))
    }
}

/// The service of a layer. Counts requests and marks responses with a header field.
#[derive(Debug, Clone)]
pub(crate) struct Stamp<S> {
    pub(crate) inner: S,
    pub(crate) passed: Arc<AtomicUsize>,
}

impl<S> Service<Request<Body>> for Stamp<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Future: Send + 'static>,
{
    type Response = Response<Body>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, S::Error>> + Send>>;

    fn poll_ready(&mut self, task: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(task)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        self.passed.fetch_add(1, Ordering::SeqCst);
        let answer = self.inner.call(request);
        Box::pin(async move {
            let mut response = answer.await?;
            response.headers_mut().insert("x-stamp", "1".parse().unwrap());
            Ok(response)
        })
    }
}
