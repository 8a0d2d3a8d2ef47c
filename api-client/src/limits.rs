//! Time limits: for the head of a response, for its body, and for silence on an event stream.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use api_core::body::RequestBody;
use api_core::error::{Failure, FailureKind};
use api_core::{Body, BoxError, Transport};
use bytes::Bytes;
use http::{Request, Response};
use http_body::{Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep, timeout};
use tower_service::Service;

use crate::credentials::BoxFuture;
use crate::event_stream::{is_event_stream, subscribes};

/// The time limits of a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeLimits {
    head: Duration,
    body: Duration,
    whole_body: Option<Duration>,
    silence: Option<Duration>,
}

impl TimeLimits {
    /// Sets the time from a request to the head of its response, for each attempt. Default: 30 s.
    #[must_use]
    pub const fn head(mut self, limit: Duration) -> Self {
        self.head = limit;
        self
    }

    /// Sets the time between two chunks of a body. Default: 30 s.
    #[must_use]
    pub const fn body(mut self, limit: Duration) -> Self {
        self.body = limit;
        self
    }

    /// Sets the time for a whole body, counted from the first wait for its bytes, so that one that drips ends. It does
    /// not apply to event streams. `None` sets no limit. Default: 5 min.
    #[must_use]
    pub const fn whole_body(mut self, limit: Option<Duration>) -> Self {
        self.whole_body = limit;
        self
    }

    /// Sets the time without any bytes after which an event stream counts as lost. `None` disables it, for servers that
    /// send no keep-alives. Default: 90 s, which suits keep-alives every 60 s.
    #[must_use]
    pub const fn silence(mut self, limit: Option<Duration>) -> Self {
        self.silence = limit;
        self
    }
}

impl Default for TimeLimits {
    fn default() -> Self {
        let (head, body) = (Duration::from_secs(30), Duration::from_secs(30));
        let whole_body = Some(Duration::from_mins(5));
        Self { head, body, whole_body, silence: Some(Duration::from_secs(90)) }
    }
}

/// A layer that applies [`TimeLimits`] to every request.
#[derive(Debug, Clone)]
pub struct Limit<S> {
    inner: S,
    limits: TimeLimits,
}

impl<S: Transport> Limit<S> {
    /// Wraps a service.
    pub fn new(inner: S, limits: TimeLimits) -> Self {
        Self { inner, limits }
    }

    async fn send(self, request: Request<Body>) -> Result<Response<Body>, Failure> {
        let (limits, subscribes) = (self.limits, subscribes(&request));
        let Ok(response) = timeout(limits.head, self.inner.send(request)).await else {
            return Err(Failure::new(FailureKind::Timeout, format!("no answer within {:?}", limits.head)));
        };
        let response = response?;
        let (limit, whole, kind) = if is_event_stream(subscribes, &response) {
            // For a reader of events a silent stream is a lost connection, which can be resumed.
            (limits.silence, None, FailureKind::Transport)
        } else {
            (Some(limits.body), limits.whole_body, FailureKind::Timeout)
        };
        let limited = |body| match limit {
            Some(limit) => Body::stream(TimedBody::new(body, limit, whole, kind)),
            None => body,
        };
        // Events of an in-process server arrive undecoded: no connection can be lost, and no keep-alives are sent.
        Ok(response.map(|body| body.into_events().map_or_else(limited, Body::events)))
    }
}

impl<S: Transport> Service<Request<Body>> for Limit<S> {
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

/// Returns the deadline `time` from now, capped at 30 years so that `Duration::MAX` does not overflow the clock.
fn after(time: Duration) -> Instant {
    Instant::now() + time.min(Duration::from_hours(30 * 365 * 24))
}

/// A body that fails when no bytes arrive for a time, or when it takes too long in all.
struct TimedBody<B> {
    body: Option<B>,
    limit: Duration,
    whole: Option<Duration>,
    /// When the whole body must have arrived, once a read has waited.
    end: Option<Instant>,
    kind: FailureKind,
    /// Created when a read first waits. Most bodies are read without waiting.
    timer: Option<Pin<Box<Sleep>>>,
    /// Whether the timer runs: only while the reader waits for bytes.
    waits: bool,
}

impl<B> TimedBody<B> {
    fn new(body: B, limit: Duration, whole: Option<Duration>, kind: FailureKind) -> Self {
        Self { body: Some(body), limit, whole, end: None, kind, timer: None, waits: false }
    }

    fn poll_timer(&mut self, task: &mut Context<'_>) -> Poll<()> {
        let timer = self.timer.get_or_insert_with(|| {
            self.end = self.whole.map(after);
            Box::pin(sleep(self.limit))
        });
        if !self.waits {
            let idle = after(self.limit);
            timer.as_mut().reset(self.end.map_or(idle, |end| end.min(idle)));
            self.waits = true;
        }
        timer.as_mut().poll(task)
    }
}

impl<B: RequestBody> http_body::Body for TimedBody<B> {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = &mut *self;
        let Some(body) = &mut this.body else { return Poll::Ready(None) };
        if let Poll::Ready(frame) = Pin::new(body).poll_frame(task) {
            this.waits = false;
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        if this.poll_timer(task).is_pending() {
            return Poll::Pending;
        }
        this.body = None;
        let message = match this.whole {
            Some(whole) if this.end.is_some_and(|end| end <= Instant::now()) => {
                format!("no whole body within {whole:?}")
            }
            _ => format!("no bytes received for {:?}", this.limit),
        };
        let failure = Failure::new(this.kind, message);
        Poll::Ready(Some(Err(failure.into())))
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(http_body::Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map(http_body::Body::size_hint).unwrap_or_default()
    }
}

impl<B> fmt::Debug for TimedBody<B> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("TimedBody").field("limit", &self.limit).finish_non_exhaustive()
    }
}
