//! Retries of requests that can be repeated, after temporary failures.

mod decision;
mod policy;

use std::task::{Context, Poll};
use std::time::SystemTime;

use api_core::client::RequestMetadata;
use api_core::description::Verb;
use api_core::error::{Failure, RetryAdvice};
use api_core::{Body, Transport};
use http::{Method, Request, Response};
use tokio::time::{Instant, sleep};
use tower_service::Service;

use crate::backoff::Jitter;
use crate::credentials::BoxFuture;
use crate::request_copy::copy;
use crate::retry_after::retry_after;

use self::decision::{Attempts, Decision, Trouble};

pub use self::policy::RetryPolicy;

/// A layer that repeats requests according to a [`RetryPolicy`].
///
/// * After network failures, 408, 429 and 5xx it repeats idempotent requests with growing pauses.
///   [`RetryPolicy::safe_only`] restricts that to safe requests.
/// * After 429 or 503 with `Retry-After` it repeats every request, after that time, because the server did not process
///   it. [`RetryPolicy::trust_retry_after`] extends that to every 5xx.
/// * It never repeats a request whose body cannot be copied.
#[derive(Debug, Clone)]
pub struct Retry<S> {
    inner: S,
    policy: RetryPolicy,
}

/// Request extension: a layer above repeats the request, so this one must not.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SingleAttempt;

impl<S: Transport> Retry<S> {
    /// Wraps a service.
    pub fn new(inner: S, policy: RetryPolicy) -> Self {
        Self { inner, policy }
    }

    async fn send(self, mut request: Request<Body>) -> Result<Response<Body>, Failure> {
        if request.extensions().get::<SingleAttempt>().is_some() {
            return self.inner.send(request).await;
        }
        let (began, repeatable) = (Instant::now(), is_repeatable(&request, &self.policy));
        let mut attempts = Attempts::new(&self.policy, repeatable);
        let mut jitter = Jitter::random();
        loop {
            let again = copy(&request);
            let result = self.inner.send(request).await;
            let (Some(again), Some(trouble)) = (again, trouble(&result)) else { return result };
            let Decision::RepeatAfter(pause) = attempts.decide(trouble, began.elapsed(), &mut jitter) else {
                return result;
            };
            tracing::debug!(path = again.uri().path(), ?pause, ?trouble, "repeating a request");
            drop(result);
            sleep(pause).await;
            request = again;
        }
    }
}

fn trouble(result: &Result<Response<Body>, Failure>) -> Option<Trouble> {
    match result {
        Ok(response) => match RetryAdvice::of(response.status(), response.headers()) {
            RetryAdvice::Never => None,
            RetryAdvice::Backoff | RetryAdvice::After(_) => Some(Trouble::Answered {
                status: response.status(),
                retry_after: retry_after(response.headers(), SystemTime::now()),
            }),
        },
        Err(failure) => (failure.is_transport() || failure.is_timeout()).then_some(Trouble::Network),
    }
}

/// Returns whether a request may be repeated although the first one may have been processed.
fn is_repeatable(request: &Request<Body>, policy: &RetryPolicy) -> bool {
    // A redirect may have turned the request of an unsafe endpoint into a GET.
    if *request.method() == Method::GET {
        return true;
    }
    let verb = match request.extensions().get::<RequestMetadata>() {
        Some(sent) => sent.endpoint.verb,
        None => match Verb::of(request.method()) {
            Some(verb) => verb,
            None => return false,
        },
    };
    if policy.safe_only { verb.is_safe() } else { verb.is_idempotent() }
}

impl<S: Transport> Service<Request<Body>> for Retry<S> {
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
