//! Resumption of subscriptions: a lost one is reopened after the last event received.

mod body;
mod messages;
mod policy;
mod progress;

use api_core::client::RequestMetadata;
use api_core::description::Exchange;
use api_core::error::Failure;
use api_core::{Body, Transport};
use http::{Request, Response, StatusCode};
use http_body::Body as _;
use tokio::time::Instant;

use crate::backoff::Jitter;
use crate::credentials::Authorized;
use crate::request_copy::copy;

use self::body::{Reopening, ResumingBody};
use self::progress::Progress;

pub use self::policy::{Reconnected, ResumePolicy};

/// A layer that reopens lost subscriptions according to a [`ResumePolicy`].
///
/// A subscription is lost when its connection breaks without an end, when it is silent for too long, and when it ends
/// with a temporary error: a status of 5xx, 408 or 429, or any status with `Retry-After`. An end with 401 renews the
/// credentials once and does not count as an attempt. Every other end is passed to the reader.
///
/// Whole messages pass through unchanged; a partial message is dropped. If the endpoint is resumable, the request is
/// repeated with `Last-Event-Id`, and each event arrives once and in order. Otherwise the subscription starts again and
/// [`ResumePolicy::on_reconnect`] reports the gap. If the server refuses to reopen, the reader receives an end with its
/// status and body.
///
/// A subscription by `POST` is not reopened, since the server may do its work twice (RFC 9110 §9.2.2), nor one that
/// ends by
/// closing, since its end looks like a loss.
#[derive(Debug, Clone)]
pub struct Resume<S> {
    inner: S,
    policy: ResumePolicy,
}

impl<S: Transport> Resume<S> {
    /// Wraps a service.
    pub fn new(inner: S, policy: ResumePolicy) -> Self {
        Self { inner, policy }
    }

    /// Returns the service below.
    pub(crate) fn inner(&self) -> &S {
        &self.inner
    }

    /// Returns whether a request opens a subscription that is reopened when it is lost.
    pub(crate) fn is_for(&self, sent: &RequestMetadata) -> bool {
        !self.policy.is_off() && is_resumable(sent).is_some()
    }
}

/// Returns the metadata of a subscription that can be reopened, and whether it resumes after the last event.
fn subscription(request: &Request<Body>) -> Option<(RequestMetadata, bool)> {
    let sent = request.extensions().get::<RequestMetadata>()?;
    is_resumable(sent).map(|resumable| (*sent, resumable))
}

/// Returns whether a subscription that can be reopened resumes after the last event.
fn is_resumable(sent: &RequestMetadata) -> Option<bool> {
    match sent.endpoint.exchange {
        Exchange::Subscription(streaming)
            if sent.endpoint.is_idempotent() && !streaming.form.ends_by_closing(sent.dialect) =>
        {
            Some(streaming.resumable)
        }
        _ => None,
    }
}

impl<S: Transport> Transport for Resume<S> {
    async fn send(&self, request: Request<Body>) -> Result<Response<Body>, Failure> {
        let subscription = if self.policy.is_off() { None } else { subscription(&request) };
        let (Some((sent, resumable)), Some(again)) = (subscription, copy(&request)) else {
            return self.inner.send(request).await;
        };
        let response = self.inner.send(request).await?;
        let opened = response.status().is_success() && response.status() != StatusCode::NO_CONTENT;
        // A stream that ends with its header section was never open, so it cannot be lost.
        if !opened || response.body().is_end_stream() {
            return Ok(response);
        }
        let (mut head, body) = response.into_parts();
        let now = Instant::now().into_std();
        let form = *sent.endpoint.exchange.event_form();
        let progress = Progress::new(self.policy.clone(), sent.dialect, form, Jitter::random(), now);
        let authorized = head.extensions.remove::<Authorized>();
        let (inner, policy) = (self.inner.clone(), self.policy.clone());
        let endpoint = sent.endpoint.name;
        let reopening =
            Reopening { inner, request: again, dialect: sent.dialect, resumable, endpoint, policy, authorized };
        Ok(Response::from_parts(head, Body::stream(ResumingBody::new(body, progress, reopening))))
    }
}
