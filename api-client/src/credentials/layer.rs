//! The layer that adds credentials to requests, and repeats a request once after expired credentials were refused.

use std::fmt;
use std::sync::Arc;

use api_core::error::{Answer, Failure};
use api_core::{Body, Transport};
use http::header::Entry;
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

    /// Returns the service below.
    pub(crate) fn inner(&self) -> &S {
        &self.inner
    }

    /// Returns whether a refused request may be repeated with other credentials.
    pub(crate) fn is_renewable(&self) -> bool {
        self.credentials.as_ref().is_some_and(|credentials| credentials.is_renewable())
    }

    /// Adds credentials to a request without extensions of the layers above, if they are known without waiting. Returns
    /// what was added, if there may be others.
    ///
    /// # Errors
    /// Returns an error if the credentials are to be asked for.
    pub(crate) fn add_known(&self, request: &mut Request<Body>) -> Result<Option<Added>, Unknown> {
        let Some(credentials) = &self.credentials else { return Ok(None) };
        let name = credentials.name();
        let Entry::Vacant(place) = request.headers_mut().entry(&name) else { return Ok(None) };
        let value = credentials.known_value().ok_or(Unknown)?;
        let added = credentials.is_renewable().then(|| Added { name, value: value.clone() });
        place.insert(value);
        Ok(added)
    }

    /// Repeats a request that was refused, if its credentials can be renewed. `again`: the request without credentials.
    pub(crate) async fn repeat(
        &self,
        again: &Again,
        refused: Response<Body>,
        added: &mut Added,
    ) -> Result<Response<Body>, Failure> {
        let Some(credentials) = &self.credentials else { return Ok(refused) };
        let (head, body) = refused.into_parts();
        let body = body.collect().await.map_err(Failure::transport)?.to_bytes();
        let answer = Answer::new(head.status, head.headers.clone(), body.clone());
        if !credentials.renew(&added.value, &answer) {
            return Ok(Response::from_parts(head, Body::from(body)));
        }
        tracing::debug!(path = again.uri.path(), "credentials were refused; repeating with new ones");
        added.value = credentials.value().await?;
        let mut request = again.request();
        request.headers_mut().insert(&added.name, added.value.clone());
        self.inner.send(request).await
    }

    /// Returns what to do with a request before it is sent.
    fn step(&self, request: &mut Request<Body>) -> Step<'_> {
        let Some(credentials) = &self.credentials else { return Step::Send };
        let name = credentials.name();
        if request.extensions().get::<WithoutCredentials>().is_some() {
            request.headers_mut().remove(name);
            return Step::Send;
        }
        if request.headers().contains_key(&name) {
            return Step::Send;
        }
        if let Some(Refused { value, answer }) = request.extensions_mut().remove()
            && !credentials.renew(&value, &answer)
        {
            // The server would refuse the same credentials again, perhaps only after it accepted the request.
            return Step::Answer(Box::new(refusal(&answer)));
        }
        Step::Add(name, credentials.value())
    }
}

/// Credentials that were added to a request.
pub(crate) struct Added {
    name: HeaderName,
    value: HeaderValue,
}

/// The credentials are to be asked for.
pub(crate) struct Unknown;

/// What to do with a request.
enum Step<'c> {
    /// Send it as it is.
    Send,
    /// Wait for the value of this field, add it and send it.
    Add(HeaderName, BoxFuture<'c, Result<HeaderValue, Failure>>),
    /// Send nothing, and answer with this response.
    Answer(Box<Response<Body>>),
}

impl<S: Transport> Transport for Authorize<S> {
    async fn send(&self, mut request: Request<Body>) -> Result<Response<Body>, Failure> {
        let (name, value) = match self.step(&mut request) {
            Step::Send => return self.inner.send(request).await,
            Step::Add(name, value) => (name, value.await?),
            Step::Answer(response) => return Ok(*response),
        };
        let again = if self.is_renewable() { Again::of(&request) } else { None };
        request.headers_mut().insert(&name, value.clone());
        let mut response = self.inner.send(request).await?;
        let mut added = Added { name, value };
        if response.status() == StatusCode::UNAUTHORIZED
            && let Some(again) = again
        {
            // Boxed, because most requests are accepted.
            response = Box::pin(self.repeat(&again, response, &mut added)).await?;
        }
        Ok(with(response, added.value))
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

impl<S: fmt::Debug> fmt::Debug for Authorize<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Authorize").field("inner", &self.inner).finish_non_exhaustive()
    }
}
