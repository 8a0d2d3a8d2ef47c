//! The layer that adds credentials to requests, and repeats a request once after expired credentials were refused.

use std::fmt;
use std::sync::Arc;

use api_core::client::RequestMetadata;
use api_core::error::{Answer, Failure};
use api_core::{Body, Transport};
use http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use http_body_util::BodyExt as _;

use crate::request_copy::Again;

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

    /// Returns what to do with a request.
    fn step<'c>(credentials: &'c dyn Credentials, request: &mut Request<Body>) -> Step<'c> {
        let name = credentials.name();
        if request.extensions().get::<WithoutCredentials>().is_some() {
            request.headers_mut().remove(name);
            return Step::Send;
        }
        if request.headers().contains_key(&name) {
            return Step::Send;
        }
        if request.extensions().get::<Refused>().is_some()
            && let Some(Refused { value, answer }) = request.extensions_mut().remove()
            && !credentials.renew(&value, &answer)
        {
            // The server would refuse the same credentials again, perhaps only after it accepted the request.
            return Step::Answer(Box::new(refusal(&answer)));
        }
        match credentials.known_value() {
            Some(value) => Step::Add(name, value),
            None => Step::Ask(name, credentials.value()),
        }
    }

    /// Repeats a request that was refused, if the credentials can be renewed.
    async fn repeat(
        &self,
        again: Again,
        refused: Response<Body>,
        name: &HeaderName,
        value: HeaderValue,
        keeps: bool,
    ) -> Result<Response<Body>, Failure> {
        let Some(credentials) = &self.credentials else { return Ok(refused) };
        let (head, body) = refused.into_parts();
        let body = body.collect().await.map_err(Failure::transport)?.to_bytes();
        let answer = Answer::new(head.status, head.headers.clone(), body.clone());
        if !credentials.renew(&value, &answer) {
            return Ok(with(Response::from_parts(head, Body::from(body)), keeps.then_some(value)));
        }
        tracing::debug!(path = again.uri.path(), "credentials were refused; repeating with new ones");
        let value = credentials.value().await?;
        let mut request = again.request();
        request.headers_mut().insert(name, value.clone());
        self.inner.send(request).await.map(|response| with(response, keeps.then_some(value)))
    }
}

/// What to do with a request.
enum Step<'c> {
    /// Send it as it is.
    Send,
    /// Add this field and send it.
    Add(HeaderName, HeaderValue),
    /// Wait for the value of this field, and add it.
    Ask(HeaderName, BoxFuture<'c, Result<HeaderValue, Failure>>),
    /// Send nothing, and answer with this response.
    Answer(Box<Response<Body>>),
}

impl<S: Transport> Transport for Authorize<S> {
    async fn send(&self, mut request: Request<Body>) -> Result<Response<Body>, Failure> {
        let mut added = None;
        if let Some(credentials) = &self.credentials {
            added = match Self::step(&**credentials, &mut request) {
                Step::Send => None,
                Step::Add(name, value) => Some((name, value)),
                Step::Ask(name, value) => Some((name, value.await?)),
                Step::Answer(response) => return Ok(*response),
            };
        }
        let mut again = None;
        // The layer that reopens subscriptions must know what they were opened with.
        let keeps =
            request.extensions().get::<RequestMetadata>().is_some_and(|sent| sent.endpoint.exchange.is_subscription());
        if let Some((name, value)) = &mut added {
            if self.credentials.as_ref().is_some_and(|credentials| credentials.is_renewable()) {
                again = Again::of(&request);
            }
            request.headers_mut().insert(&*name, value.clone());
        }
        let response = self.inner.send(request).await?;
        let Some((name, value)) = added else { return Ok(response) };
        if response.status() == StatusCode::UNAUTHORIZED
            && let Some(again) = again
        {
            // Boxed, because most requests are accepted.
            return Box::pin(self.repeat(again, response, &name, value, keeps)).await;
        }
        Ok(with(response, keeps.then_some(value)))
    }
}

fn refusal(answer: &Answer) -> Response<Body> {
    let mut response = Response::new(Body::from(answer.body().clone()));
    *response.status_mut() = answer.status();
    answer.headers().clone_into(response.headers_mut());
    response
}

fn with(mut response: Response<Body>, value: Option<HeaderValue>) -> Response<Body> {
    if let Some(value) = value {
        response.extensions_mut().insert(Authorized(value));
    }
    response
}

impl<S: fmt::Debug> fmt::Debug for Authorize<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Authorize").field("inner", &self.inner).finish_non_exhaustive()
    }
}
