//! A request body with an idle time-out and a total time-out, both counted only while the handler waits for it.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use api_core::BoxError;
use api_core::body::{BodyTimeout, RequestBody};
use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep_until};

use crate::Limits;
use crate::limits::after;

#[cfg(feature = "http2")]
use super::stream_deadline::waits_for_request;

/// A request body with the time limits of [`Limits`]. Past them its error is [`BodyTimeout`], which is answered with
/// 408.
pub struct TimedBody<B> {
    body: B,
    idle_time: Duration,
    total_time: Option<Duration>,
    /// Boxed, because most bodies have arrived when they are read.
    clock: Option<Box<Clock>>,
}

/// The timer of a body. It is created at the first wait, so that a body that has already arrived needs none.
struct Clock {
    sleep: Pin<Box<Sleep>>,
    end: Option<Instant>,
    waiting: bool,
}

impl<B> TimedBody<B> {
    /// Wraps a body with the time limits of `limits`.
    pub fn new(body: B, limits: &Limits) -> Self {
        Self { body, idle_time: limits.body_idle_time, total_time: limits.body_time, clock: None }
    }

    /// Starts or continues waiting; ready once a time limit has passed.
    fn poll_timeout(&mut self, task: &mut Context<'_>) -> Poll<()> {
        let idle_time = self.idle_time;
        let total_time = self.total_time;
        let clock = self.clock.get_or_insert_with(|| {
            let now = Instant::now();
            Box::new(Clock { sleep: Box::pin(sleep_until(now)), end: total_time.map(after), waiting: false })
        });
        if !clock.waiting {
            let idle_end = after(idle_time);
            clock.sleep.as_mut().reset(clock.end.map_or(idle_end, |end| end.min(idle_end)));
            clock.waiting = true;
        }
        clock.sleep.as_mut().poll(task)
    }
}

impl<B: RequestBody> Body for TimedBody<B> {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match Pin::new(&mut self.body).poll_frame(task) {
            Poll::Ready(frame) => {
                if let Some(clock) = &mut self.clock {
                    clock.waiting = false;
                }
                Poll::Ready(frame.map(|frame| frame.map_err(Into::into)))
            }
            #[cfg(feature = "http2")]
            Poll::Pending if self.clock.is_none() && waits_for_request(task) => Poll::Pending,
            Poll::Pending => self.poll_timeout(task).map(|()| Some(Err(BodyTimeout.into()))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl<B> fmt::Debug for TimedBody<B> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("TimedBody").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::pin::Pin;
    use std::task::{Context, Poll};
    use std::time::Duration;

    use api_core::body::BodyTimeout;
    use bytes::Bytes;
    use http_body::{Body, Frame};
    use tokio::time::{Instant, Interval, interval};

    use super::TimedBody;
    use crate::Limits;

    /// An endless body that yields one byte per tick.
    struct Drip(Interval);

    impl Body for Drip {
        type Data = Bytes;
        type Error = std::convert::Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            task: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
            self.0.poll_tick(task).map(|_| Some(Ok(Frame::data(Bytes::from_static(b"x")))))
        }
    }

    /// Reads until the body fails. Returns the time that took and the number of chunks read.
    async fn read_until_it_fails(every: Duration, limits: &Limits) -> (Duration, usize) {
        let started = Instant::now();
        let mut body = TimedBody::new(Drip(interval(every)), limits);
        let mut pieces = 0;
        loop {
            match poll_fn(|task| Pin::new(&mut body).poll_frame(task)).await {
                Some(Ok(_)) => pieces += 1,
                Some(Err(error)) => {
                    assert!(error.is::<BodyTimeout>());
                    return (started.elapsed(), pieces);
                }
                None => unreachable!("the drip has no end"),
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_longer_than_the_idle_time_is_a_timeout() {
        let limits = Limits::default().body_idle_time(Duration::from_secs(5)).body_time(None);
        assert_eq!(read_until_it_fails(Duration::from_secs(9), &limits).await, (Duration::from_secs(5), 1));
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_body_within_the_idle_time_ends_at_the_total_time() {
        let limits =
            Limits::default().body_idle_time(Duration::from_secs(5)).body_time(Some(Duration::from_millis(9_500)));
        assert_eq!(read_until_it_fails(Duration::from_secs(1), &limits).await, (Duration::from_millis(9_500), 10));
    }
}
