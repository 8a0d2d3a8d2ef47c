//! A response body with time limits: between two chunks, in all, and by its rate.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use api_core::BoxError;
use api_core::body::RequestBody;
use api_core::error::{Failure, FailureKind};
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tokio::time::Instant;

use crate::timers::{Timer, Timers};

/// The waiting time over which the rate of a body is averaged.
const RATE_TIME: Duration = Duration::from_secs(30);

/// The time limits of a body: between two chunks, for the whole, and for its rate.
pub(crate) struct Timing {
    limit: Duration,
    whole: Option<Duration>,
    least_rate: u32,
    kind: FailureKind,
    clock: Clock,
}

/// A body that fails when no bytes arrive for a time, when too few do, or when it takes too long in all.
pub(crate) struct TimedBody<B> {
    body: Option<B>,
    timing: Timing,
}

impl Timing {
    /// Limits the time between two chunks and for the whole body, and the rate in bytes per second. 0 is no rate.
    pub(crate) fn new(limit: Duration, whole: Option<Duration>, least_rate: u32, clock: Clock) -> Self {
        Self { limit, whole, least_rate, kind: FailureKind::Timeout, clock }
    }

    /// Limits the time between two chunks of a stream of events. Past it the connection counts as lost.
    pub(crate) fn of_events(silence: Duration, clock: Clock) -> Self {
        Self { kind: FailureKind::Transport, ..Self::new(silence, None, 0, clock) }
    }

    /// Waits for bytes. Ready once a limit is passed.
    pub(crate) fn poll(&mut self, task: &mut Context<'_>) -> Poll<Failure> {
        self.clock.poll(self.limit, self.whole, self.least_rate, task).map(|passed| self.failure(&passed))
    }

    /// Notes that bytes have arrived.
    pub(crate) fn note(&mut self, bytes: usize) {
        self.clock.note(bytes);
    }

    fn failure(&self, passed: &Passed) -> Failure {
        let message = match (passed, self.whole) {
            (Passed::Whole, Some(whole)) => format!("no whole body within {whole:?}"),
            (Passed::Rate, _) => {
                format!("fewer than {} bytes a second received in {RATE_TIME:?} of waiting", self.least_rate)
            }
            _ => format!("no bytes received for {:?}", self.limit),
        };
        Failure::new(self.kind, message)
    }
}

impl<B> TimedBody<B> {
    pub(crate) fn new(body: B, timing: Timing) -> Self {
        Self { body: Some(body), timing }
    }
}

impl<B: RequestBody> http_body::Body for TimedBody<B> {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = &mut *self;
        let Some(body) = &mut this.body else { return Poll::Ready(None) };
        if let Poll::Ready(frame) = Pin::new(body).poll_frame(task) {
            if let Some(Ok(frame)) = &frame {
                this.timing.note(frame.data_ref().map_or(0, Bytes::len));
            }
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        let failure = ready!(this.timing.poll(task));
        this.body = None;
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
        formatter.debug_struct("TimedBody").field("limit", &self.timing.limit).finish_non_exhaustive()
    }
}

/// The clock of a body. It runs only while the reader waits for bytes.
pub(crate) struct Clock {
    /// Most bodies are read without waiting, so it is taken when a read first waits.
    timer: Option<Timer>,
    timers: Timers,
    has_waited: bool,
    /// When the whole body must have arrived, once a read has waited.
    end: Option<Instant>,
    waiting: Option<Waiting>,
    /// The waiting time and the bytes since the rate was last checked.
    waited: Duration,
    received: u64,
}

/// A wait for the next bytes.
struct Waiting {
    since: Instant,
    idle_end: Instant,
}

/// The time limit that a body has passed.
enum Passed {
    Idle,
    Whole,
    Rate,
}

impl Clock {
    /// Creates a clock that does not run yet. `timer`: one that is not needed any more.
    pub(crate) fn new(timer: Option<Timer>, timers: &Timers) -> Self {
        let (timers, waited) = (timers.clone(), Duration::ZERO);
        Self { timer, timers, has_waited: false, end: None, waiting: None, waited, received: 0 }
    }

    /// Starts or continues waiting. Ready once a limit is passed.
    fn poll(
        &mut self,
        idle: Duration,
        whole: Option<Duration>,
        least_rate: u32,
        task: &mut Context<'_>,
    ) -> Poll<Passed> {
        loop {
            let waiting = match &mut self.waiting {
                Some(waiting) => waiting,
                waiting @ None => {
                    let since = Instant::now();
                    if !std::mem::replace(&mut self.has_waited, true) {
                        self.end = whole.map(|whole| capped(since, whole));
                        // The head may have been waited for in another runtime.
                        self.timer = self.timer.take().filter(Timer::is_of_this_runtime);
                    }
                    let waiting = waiting.insert(Waiting { since, idle_end: capped(since, idle) });
                    let end = next(self.end, waiting, self.waited, least_rate);
                    match &mut self.timer {
                        Some(timer) => timer.reset(end),
                        timer @ None => *timer = Some(self.timers.until(end)),
                    }
                    waiting
                }
            };
            let Some(timer) = &mut self.timer else { return Poll::Pending };
            ready!(timer.poll(task));
            let now = Instant::now();
            if self.end.is_some_and(|end| end <= now) {
                return Poll::Ready(Passed::Whole);
            }
            if waiting.idle_end <= now {
                return Poll::Ready(Passed::Idle);
            }
            if self.received < u64::from(least_rate) * RATE_TIME.as_secs() {
                return Poll::Ready(Passed::Rate);
            }
            waiting.since = now;
            (self.waited, self.received) = (Duration::ZERO, 0);
            timer.reset(next(self.end, waiting, self.waited, least_rate));
        }
    }

    /// Notes that bytes have arrived. Those before the first wait do not count.
    fn note(&mut self, bytes: usize) {
        if !self.has_waited {
            return;
        }
        self.received = self.received.saturating_add(bytes as u64);
        if let Some(waiting) = self.waiting.take() {
            self.waited += waiting.since.elapsed();
        }
    }
}

/// Returns the earliest of the times at which a limit may be passed.
fn next(end: Option<Instant>, waiting: &Waiting, waited: Duration, least_rate: u32) -> Instant {
    let rated = (least_rate > 0).then(|| waiting.since + RATE_TIME.saturating_sub(waited));
    [end, rated].into_iter().flatten().fold(waiting.idle_end, Instant::min)
}

/// Returns the deadline, capped at 30 years so that `Duration::MAX` does not overflow the clock.
pub(crate) fn capped(since: Instant, time: Duration) -> Instant {
    since + time.min(Duration::from_hours(30 * 365 * 24))
}
