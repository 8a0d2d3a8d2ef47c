//! Retries of requests that can be repeated, after temporary failures.

mod decision;
mod policy;

use std::time::SystemTime;

use api_core::description::Verb;
use api_core::error::{Failure, RetryAdvice};
use api_core::{Body, Transport};
use http::{Method, Request, Response};
use tokio::time::{Instant, sleep};

use crate::backoff::Jitter;
use crate::request_copy::Again;
use crate::retry_after::retry_after;

use self::decision::{Attempts, Decision};

pub(crate) use self::decision::Trouble;

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

    /// Returns the service below.
    pub(crate) fn inner(&self) -> &S {
        &self.inner
    }

    /// Returns whether requests may be repeated.
    pub(crate) fn is_on(&self) -> bool {
        self.policy.attempts > 1
    }

    /// Repeats a request after a failure. `began`: when the first attempt began.
    pub(crate) async fn repeat(
        &self,
        again: Again,
        mut result: Result<Response<Body>, Failure>,
        mut trouble: Trouble,
        began: Instant,
    ) -> Result<Response<Body>, Failure> {
        let mut attempts = Attempts::new(&self.policy, is_repeatable(&again, &self.policy));
        let mut jitter = Jitter::random();
        loop {
            let Decision::RepeatAfter(pause) = attempts.decide(trouble, began.elapsed(), &mut jitter) else {
                return result;
            };
            tracing::debug!(path = again.uri.path(), ?pause, ?trouble, "repeating a request");
            drop(result);
            sleep(pause).await;
            result = self.inner.send(again.request()).await;
            match self::trouble(&result) {
                Some(next) => trouble = next,
                None => return result,
            }
        }
    }
}

impl<S: Transport> Transport for Retry<S> {
    async fn send(&self, request: Request<Body>) -> Result<Response<Body>, Failure> {
        // A layer above may repeat it.
        let is_single = !self.is_on() || request.extensions().get::<SingleAttempt>().is_some();
        let again = if is_single { None } else { Again::of(&request) };
        let began = Instant::now();
        let result = self.inner.send(request).await;
        match (again, trouble(&result)) {
            // Boxed, because most requests succeed.
            (Some(again), Some(trouble)) => Box::pin(self.repeat(again, result, trouble, began)).await,
            _ => result,
        }
    }
}

/// Returns the temporary failure of a request, if it is one.
pub(crate) fn trouble(result: &Result<Response<Body>, Failure>) -> Option<Trouble> {
    match result {
        Ok(response) if response.status().is_success() => None,
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
fn is_repeatable(request: &Again, policy: &RetryPolicy) -> bool {
    // A redirect may have turned the request of an unsafe endpoint into a GET.
    if request.method == Method::GET {
        return true;
    }
    let verb = match &request.metadata {
        Some(sent) => sent.endpoint.verb,
        None => match Verb::of(&request.method) {
            Some(verb) => verb,
            None => return false,
        },
    };
    if policy.safe_only { verb.is_safe() } else { verb.is_idempotent() }
}
