//! The layer that puts credentials on requests, and repeats once what expired ones were refused for.

use std::fmt;
use std::sync::Arc;
use std::task::{Context, Poll};

use api_core::error::{Answer, Failure};
use api_core::{Body, Transport};
use http::{HeaderValue, Request, Response, StatusCode};
use http_body_util::BodyExt as _;
use tower_service::Service;

use super::{BoxFuture, Credentials};

/// Puts [`Credentials`] on every request of an inner service; without any it does nothing.
///
/// A request that has the field already keeps its own. After a 401 that the provider takes for an expired token, the request is sent
/// once more with a new one, provided that its body can be copied.
#[derive(Clone)]
pub struct Authorize<S> {
    inner: S,
    credentials: Option<Arc<dyn Credentials>>,
}

/// In the extensions of a response: the value its request was sent with.
#[derive(Debug, Clone)]
pub(crate) struct Authorized(pub(crate) HeaderValue);

/// In the extensions of a request: a value that was refused after its request had been accepted, which ends of subscriptions do.
#[derive(Debug, Clone)]
pub(crate) struct Refused {
    pub(crate) value: HeaderValue,
    pub(crate) answer: Answer,
}

impl<S: Transport> Authorize<S> {
    /// A layer around a service.
    pub fn new(inner: S, credentials: Option<Arc<dyn Credentials>>) -> Self {
        Self { inner, credentials }
    }

    async fn send(self, mut request: Request<Body>) -> Result<Response<Body>, Failure> {
        let Some(credentials) = self.credentials else { return self.inner.send(request).await };
        let name = credentials.name();
        if request.headers().contains_key(&name) {
            return self.inner.send(request).await;
        }
        if let Some(Refused { value, answer }) = request.extensions_mut().remove()
            && !credentials.renew(&value, &answer)
        {
            // The same credentials would be refused again, perhaps only after they were accepted again.
            return Ok(refusal(&answer));
        }
        let value = credentials.value().await?;
        let again = crate::request_copy::copy(&request);
        request.headers_mut().insert(&name, value.clone());
        let response = self.inner.send(request).await?;
        let again = again.filter(|_| response.status() == StatusCode::UNAUTHORIZED);
        let Some(mut again) = again else { return Ok(with(response, value)) };

        let (head, body) = response.into_parts();
        let body = body.collect().await.map_err(Failure::transport)?.to_bytes();
        let answer = Answer::new(head.status, head.headers.clone(), body.clone());
        if !credentials.renew(&value, &answer) {
            return Ok(with(Response::from_parts(head, Body::from(body)), value));
        }
        tracing::debug!(path = again.uri().path(), "credentials were refused; repeating with new ones");
        let value = credentials.value().await?;
        again.headers_mut().insert(&name, value.clone());
        self.inner.send(again).await.map(|response| with(response, value))
    }
}

fn refusal(answer: &Answer) -> Response<Body> {
    let mut response = Response::new(Body::from(answer.body().clone()));
    *response.status_mut() = answer.status();
    answer.headers().clone_into(response.headers_mut());
    response
}

fn with(mut response: Response<Body>, value: HeaderValue) -> Response<Body> {
    response.extensions_mut().insert(Authorized(value));
    response
}

impl<S: Transport> Service<Request<Body>> for Authorize<S> {
    type Response = Response<Body>;
    type Error = Failure;
    type Future = BoxFuture<'static, Result<Response<Body>, Failure>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Failure>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        Box::pin(self.clone().send(request))
    }
}

impl<S: fmt::Debug> fmt::Debug for Authorize<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Authorize").field("inner", &self.inner).finish_non_exhaustive()
    }
}
