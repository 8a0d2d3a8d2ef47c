//! Time limits: for the head of a response, for its body, and for silence on an event stream.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use api_core::error::{Failure, FailureKind};
use api_core::{Body, Transport};
use http::{Request, Response};

use crate::sent_body::Sent;
use crate::streams::Expected;
use crate::timed_body::{Clock, TimedBody, after};
use crate::timers::{Timer, Timers};

/// The time limits of a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeLimits {
    head: Duration,
    body: Duration,
    whole_body: Option<Duration>,
    least_rate: u32,
    silence: Option<Duration>,
}

impl TimeLimits {
    /// Sets the time from a request to the head of its response, for each attempt. While a streamed body is sent, it
    /// is the time without progress, or up to twice that. Default: 30 s.
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
    /// not apply to streams of events or bytes. `None` sets no limit. Default: 5 min.
    #[must_use]
    pub const fn whole_body(mut self, limit: Option<Duration>) -> Self {
        self.whole_body = limit;
        self
    }

    /// Sets the least rate of a body in bytes per second, on average over each 30 s of waiting for its bytes, so that
    /// one that drips ends early. Time in which the caller does not read does not count. It does not apply to event
    /// streams. 0 sets no limit. Default: 10.
    #[must_use]
    pub const fn least_rate(mut self, bytes_per_second: u32) -> Self {
        self.least_rate = bytes_per_second;
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
        Self { head, body, whole_body, least_rate: 10, silence: Some(Duration::from_secs(90)) }
    }
}

/// A layer that applies [`TimeLimits`] to every request.
#[derive(Debug, Clone)]
pub struct Limit<S> {
    inner: S,
    limits: TimeLimits,
    timers: Timers,
}

impl<S: Transport> Limit<S> {
    /// Wraps a service.
    pub fn new(inner: S, limits: TimeLimits) -> Self {
        Self { inner, limits, timers: Timers::default() }
    }
}

impl<S: Transport> Transport for Limit<S> {
    async fn send(&self, request: Request<Body>) -> Result<Response<Body>, Failure> {
        let (limits, expected) = (&self.limits, Expected::by(&request));
        let (request, sent) = Sent::of(request);
        let mut response = pin!(self.inner.send(request));
        let (mut pieces, mut timer) = (0, None);
        let response = poll_fn(|task| {
            if let Poll::Ready(response) = response.as_mut().poll(task) {
                return Poll::Ready(Some(response));
            }
            let timer: &mut Timer = timer.get_or_insert_with(|| self.timers.until(after(limits.head)));
            while timer.poll(task).is_ready() {
                // A long upload may take any time, while it advances.
                match &sent {
                    Some(sent) if sent.pieces() > pieces => pieces = sent.pieces(),
                    _ => return Poll::Ready(None),
                }
                timer.reset(after(limits.head));
            }
            Poll::Pending
        });
        let Some(response) = response.await else {
            return Err(Failure::new(FailureKind::Timeout, format!("no answer within {:?}", limits.head)));
        };
        let response = response?;
        let (is, clock) = (expected.of(&response), Clock::new(timer, &self.timers));
        Ok(response.map(|body| limited(body, is, limits, clock)))
    }
}

/// Returns a body with the time limits of what it is.
fn limited(body: Body, is: Expected, limits: &TimeLimits, clock: Clock) -> Body {
    // Events of an in-process server arrive undecoded: no connection can be lost, and no keep-alives are sent.
    let body = match body.into_events() {
        Ok(events) => return Body::events(events),
        Err(body) => body,
    };
    // It is complete.
    if body.as_bytes().is_some() {
        return body;
    }
    match (is, limits.silence) {
        // For a reader of events a silent stream is a lost connection, which can be resumed.
        (Expected::Events(_), Some(silence)) => Body::stream(TimedBody::of_events(body, silence, clock)),
        (Expected::Events(_), None) => body,
        // Its size, and so its whole time, is not known beforehand.
        (Expected::Bytes(_), _) => Body::stream(TimedBody::new(body, limits.body, None, limits.least_rate, clock)),
        (Expected::Whole, _) => {
            Body::stream(TimedBody::new(body, limits.body, limits.whole_body, limits.least_rate, clock))
        }
    }
}
