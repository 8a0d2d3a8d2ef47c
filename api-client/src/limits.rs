//! Time limits: for the head of a response, for its body, and for silence on an event stream.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use api_core::error::{Failure, FailureKind};
use api_core::{Body, Transport};
use http::{Request, Response};
use tokio::time::Instant;

use crate::sent_body::Sent;
use crate::streams::Expected;
use crate::timed_body::{Clock, TimedBody, Timing, capped};
use crate::timers::{Timer, Timers};
use crate::transport::ReceivedBody;

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

impl<S> Limit<S> {
    /// Returns the service below.
    pub(crate) fn inner(&self) -> &S {
        &self.inner
    }

    /// Waits for a response, and limits the time of its body. `since`: when the request was sent. `sent`: how far, if
    /// its body is a stream.
    pub(crate) async fn answer<F>(
        &self,
        mut response: Pin<&mut F>,
        since: Instant,
        sent: Option<Sent>,
        expected: Expected,
    ) -> Result<Response<Body>, Failure>
    where
        F: Future<Output = Result<Response<Body>, Failure>>,
    {
        let (mut pieces, mut timer, head) = (0, None, self.limits.head);
        poll_fn(|task| {
            if let Poll::Ready(response) = response.as_mut().poll(task) {
                return Poll::Ready(response.map(|response| self.limited(response, expected, timer.take())));
            }
            let timer: &mut Timer = timer.get_or_insert_with(|| self.timers.until(capped(since, head)));
            while timer.poll(task).is_ready() {
                // A long upload may take any time, while it advances.
                match &sent {
                    Some(sent) if sent.pieces() > pieces => pieces = sent.pieces(),
                    _ => return Poll::Ready(Err(unanswered(head))),
                }
                timer.reset(capped(Instant::now(), head));
            }
            Poll::Pending
        })
        .await
    }

    /// Limits the time of a response's body. `timer`: one that is not needed any more.
    fn limited(&self, mut response: Response<Body>, expected: Expected, timer: Option<Timer>) -> Response<Body> {
        // A whole body needs no time, and events of an in-process server arrive undecoded: no connection can be lost,
        // and no keep-alives are sent.
        if response.body().as_bytes().is_some() || response.body().event_link().is_some() {
            return response;
        }
        let (limits, clock) = (&self.limits, Clock::new(timer, &self.timers));
        let timing = match (expected.of(&response), limits.silence) {
            // For a reader of events a silent stream is a lost connection, which can be resumed.
            (Expected::Events(_), Some(silence)) => Timing::of_events(silence, clock),
            (Expected::Events(_), None) => return response,
            // Its size, and so its whole time, is not known beforehand.
            (Expected::Bytes(_), _) => Timing::new(limits.body, None, limits.least_rate, clock),
            (Expected::Whole, _) => Timing::new(limits.body, limits.whole_body, limits.least_rate, clock),
        };
        if let Some(received) = response.body_mut().stream_mut::<ReceivedBody>() {
            received.set_timing(timing);
            return response;
        }
        response.map(|body| Body::stream(TimedBody::new(body, timing)))
    }
}

#[cold]
fn unanswered(limit: Duration) -> Failure {
    Failure::new(FailureKind::Timeout, format!("no answer within {limit:?}"))
}

impl<S: Transport> Transport for Limit<S> {
    async fn send(&self, mut request: Request<Body>) -> Result<Response<Body>, Failure> {
        let (expected, sent) = (Expected::by(&request), Sent::of(&mut request));
        let response = pin!(self.inner.send(request));
        self.answer(response, Instant::now(), sent, expected).await
    }
}
