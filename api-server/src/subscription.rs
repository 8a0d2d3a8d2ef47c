//! Events on the wire: one message a frame, keep-alives between them, and an end when the server goes away.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use api_core::subscription::{End, EventStream};
use bytes::Bytes;
use tokio::time::{Instant, Sleep, sleep_until};

use crate::panic::catch;
use crate::shutdown::ShutdownSignal;

/// A subscription's messages in time.
pub(crate) struct Messages {
    events: EventStream,
    interval: Duration,
    due: Instant,
    heartbeat: Pin<Box<Sleep>>,
    shutdown: Pin<Box<dyn Future<Output = ()> + Send>>,
    ended: bool,
}

impl Messages {
    /// Interleaves a subscription's events with keep-alives until it ends, or until the server does.
    pub(crate) fn new(events: EventStream, shutdown: ShutdownSignal) -> Self {
        // An interval of nothing would leave no time for events.
        let interval = events.keep_alive().interval.max(Duration::from_millis(1));
        let due = Instant::now() + interval;
        let heartbeat = Box::pin(sleep_until(due));
        Self { events, interval, due, heartbeat, shutdown: shutdown.into_future(), ended: false }
    }

    /// The next message, whole.
    ///
    /// The clock of the keep-alives is not reset by events: clients count on one every interval, also while events flow.
    pub(crate) fn poll_message(&mut self, task: &mut Context<'_>) -> Poll<Option<Bytes>> {
        if self.ended {
            return Poll::Ready(None);
        }
        if self.shutdown.as_mut().poll(task).is_ready() {
            return self.finish(&End::shutdown());
        }
        if self.heartbeat.as_mut().poll(task).is_ready() {
            // After a stall the missed ones are not made up for.
            self.due = (self.due + self.interval).max(Instant::now());
            self.heartbeat.as_mut().reset(self.due);
            return Poll::Ready(Some(self.events.heartbeat()));
        }
        match catch(|| self.events.poll_bytes(task)) {
            Ok(message) => {
                self.ended = matches!(message, Poll::Ready(None));
                message
            }
            Err(panicked) => {
                tracing::error!(detail = panicked.0, "a subscription panicked");
                self.finish(&End::because(500, "the server failed"))
            }
        }
    }

    /// Whether the last message was given.
    pub(crate) fn is_ended(&self) -> bool {
        self.ended
    }

    fn finish(&mut self, end: &End) -> Poll<Option<Bytes>> {
        self.ended = true;
        let last = self.events.finish(end);
        Poll::Ready((!last.is_empty()).then_some(last))
    }
}

impl fmt::Debug for Messages {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Messages").field("interval", &self.interval).finish_non_exhaustive()
    }
}
