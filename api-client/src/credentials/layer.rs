//! The layer that adds credentials to requests, and repeats a request once after expired credentials were refused.

use std::fmt;
use std::sync::Arc;
use std::task::{Context, Poll};

use api_core::error::{Answer, Failure};
use api_core::{Body, Transport};
use http::{HeaderValue, Request, Response, StatusCode};
use http_body_util::BodyExt as _;
use tower_service::Service;

use super::{BoxFuture, Credentials};

/// A layer that adds [`Credentials`] to every request, if there are any.
///
/// A request that already has the header field is sent unchanged. After a 401 that the credentials report as expired,
/// the request is sent once more with renewed credentials, provided that its body can be copied.
#[derive(Clone)]
pub struct Authorize<S> {
    inner: S,
    credentials: Option<Arc<dyn Credentials>>,
}

/// Response extension: the credentials that the request was sent with.
#[derive(Debug, Clone)]
pub(crate) struct Authorized(pub(crate) HeaderValue);

/// Request extension: the request goes to another origin than the one that the credentials are for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WithoutCredentials;

/// Request extension: credentials that were refused after their request had been accepted, by the end of a
/// subscription.
#[derive(Debug, Clone)]
pub(crate) struct Refused {
    pub(crate) value: HeaderValue,
    pub(crate) answer: Answer,
}

impl<S: Transport> Authorize<S> {
    /// Wraps a service.
    pub fn new(inner: S, credentials: Option<Arc<dyn Credentials>>) -> Self {
        Self { inner, credentials }
    }

    async fn send(self, mut request: Request<Body>) -> Result<Response<Body>, Failure> {
        let Some(credentials) = self.credentials else { return self.inner.send(request).await };
        let name = credentials.name();
        if request.extensions().get::<WithoutCredentials>().is_some() {
            request.headers_mut().remove(name);
            return self.inner.send(request).await;
        }
        if request.headers().contains_key(&name) {
            return self.inner.send(request).await;
        }
        if let Some(Refused { value, answer }) = request.extensions_mut().remove()
            && !credentials.renew(&value, &answer)
        {
            // The server would refuse the same credentials again, perhaps only after it accepted the request.
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
