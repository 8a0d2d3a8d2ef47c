//! Requests that are recorded on their way.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use api_core::Body;
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderValue, Request, Response};
use http_body_util::{BodyExt as _, Limited};
use tower::{Service, ServiceExt as _};

/// The value of `Authorization` that the server accepts.
pub(crate) const CREDENTIALS: &str = "Bearer foreign";

/// Compares two requests as calls of an endpoint.
pub(crate) type SameCall = fn(&str, Request<Body>, Request<Body>) -> Result<(), String>;

/// A request whose body was read.
#[derive(Debug, Clone)]
pub(crate) struct Recorded(Parts, Bytes);

impl Recorded {
    /// Reads the body of a request.
    pub(crate) async fn read(request: Request<Body>) -> Self {
        let (head, body) = request.into_parts();
        let body = Limited::new(body, 1 << 20).collect().await.expect("a small body").to_bytes();
        Self(head, body)
    }

    /// Returns the request.
    pub(crate) fn request(&self) -> Request<Body> {
        Request::from_parts(self.0.clone(), Body::from(self.1.clone()))
    }
}

/// A transport that keeps the last request, and adds credentials.
#[derive(Debug, Clone)]
pub(crate) struct Recorder<S> {
    inner: S,
    last: Arc<Mutex<Option<Recorded>>>,
    has_credentials: bool,
}

impl<S> Recorder<S> {
    pub(crate) fn new(inner: S) -> Self {
        Self { inner, last: Arc::default(), has_credentials: true }
    }

    pub(crate) fn without_credentials(self) -> Self {
        Self { has_credentials: false, ..self }
    }

    /// Takes the last request.
    pub(crate) fn take(&self) -> Option<Recorded> {
        self.last.lock().expect("no panic").take()
    }
}

impl<S> Service<Request<Body>> for Recorder<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error: Send, Future: Send> + Clone + Send + 'static,
{
    type Response = Response<Body>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, S::Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        let Self { inner, last, has_credentials } = self.clone();
        if has_credentials {
            request.headers_mut().insert("authorization", HeaderValue::from_static(CREDENTIALS));
        }
        Box::pin(async move {
            let recorded = Recorded::read(request).await;
            let request = recorded.request();
            last.lock().expect("no panic").replace(recorded);
            inner.oneshot(request).await
        })
    }
}
