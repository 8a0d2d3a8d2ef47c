//! The time limit of an HTTP/2 stream whose window its peer keeps shut (RFC 9113 §5.2).
//!
//! hyper asks a body for its next piece only after it has handed the previous one on. So a body that has yielded a
//! piece and is not polled again belongs to a peer that does not read, while a body that is pending has nothing to
//! send.

use std::cell::Cell;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::{Instant, Sleep, sleep_until};

use super::traffic::Traffic;
use crate::limits::after;

/// Maximum size of one piece of a response, in bytes. hyper queues a whole piece as soon as one byte fits the window.
pub(crate) const PIECE: usize = 16 * 1024;

tokio::task_local! {
    /// What is reported by the code below a stream while the stream is polled.
    static REPORTS: Reports;
}

#[derive(Default)]
struct Reports {
    body: Cell<Option<BodyPoll>>,
    upgraded: Cell<Option<oneshot::Receiver<UpgradeEnd>>>,
    request: Cell<RequestWait>,
    /// The waker with which the body of the request was polled.
    reader: Cell<Option<Waker>>,
}

impl Reports {
    fn take(&self) -> Self {
        Self {
            body: Cell::new(self.body.take()),
            upgraded: Cell::new(self.upgraded.take()),
            request: self.request.clone(),
            reader: Cell::new(self.reader.take()),
        }
    }
}

/// Whether a stream waits for the body of its request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum RequestWait {
    /// It does not. If it begins to, the wait needs a timer.
    #[default]
    None,
    /// It does not yet. If it begins to, the poll reports it, and the caller limits the time.
    Told,
    /// It does.
    Waits,
}

/// The result of the last poll of a response's body.
#[derive(Debug, Clone, Copy)]
pub(crate) enum BodyPoll {
    /// It yielded a piece, which is not sent until the window is open.
    Piece,
    /// It has nothing to send now.
    Idle,
}

/// How the user of an upgraded stream has left it.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(not(feature = "websocket"), allow(dead_code, reason = "without WebSockets no stream is upgraded"))]
pub(crate) enum UpgradeEnd {
    /// It was dropped. What was written before may still be sent.
    Dropped,
    /// A write has waited for the whole time limit.
    Stalled,
}

/// Returns whether the caller is polled for a stream of HTTP/2 with a time limit.
pub(crate) fn is_limited() -> bool {
    REPORTS.try_with(|_| ()).is_ok()
}

/// Reports the result of polling a response's body. Without effect outside of a stream of HTTP/2.
pub(crate) fn report(body: BodyPoll) {
    // The error is that of a connection of HTTP/1.1, whose writes have a deadline of their own.
    let _ = REPORTS.try_with(|reports| reports.body.set(Some(body)));
}

/// Reports that the body of a request has not arrived. Returns whether the caller needs no timer, because it is polled
/// again soon: the body is read, or the stream becomes a task and wakes the caller. Always false outside of a new
/// stream of HTTP/2.
pub(crate) fn waits_for_request(task: &Context<'_>) -> bool {
    let told = REPORTS.try_with(|reports| {
        let told = reports.request.get() != RequestWait::None;
        if told {
            reports.request.set(RequestWait::Waits);
            reports.reader.set(Some(task.waker().clone()));
        }
        told
    });
    told.unwrap_or_default()
}

/// Returns a sender of the end of the upgraded stream to the stream's task, or `None` outside of a stream of HTTP/2.
/// Dropping the sender without a value sets no time limit.
#[cfg(feature = "websocket")]
pub(crate) fn upgrade() -> Option<oneshot::Sender<UpgradeEnd>> {
    let (ends, ended) = oneshot::channel();
    REPORTS.try_with(|reports| reports.upgraded.set(Some(ended))).ok().map(|()| ends)
}

/// What the streams of one connection share.
#[derive(Debug)]
pub(crate) struct StreamLimit {
    write_time: Duration,
    /// A connection that accepts no bytes is not held against one of its streams.
    traffic: Traffic,
}

impl StreamLimit {
    pub(crate) fn new(write_time: Duration, traffic: Traffic) -> Arc<Self> {
        Arc::new(Self { write_time, traffic })
    }
}

/// What has become of a new stream that was polled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Begun {
    /// It is over.
    Done,
    /// It waits, also for the body of its request, whose next piece comes when the connection is read.
    WaitsForRequest,
    /// It waits for something else.
    Waits,
}

/// The future of a stream, which ends early if the peer does not open the stream's window in time. Dropping the future
/// resets the stream.
pub(crate) struct LimitedStream {
    stream: Pin<Box<dyn Future<Output = ()> + Send>>,
    limit: Arc<StreamLimit>,
    /// Until when the peer has to open the window.
    deadline: Option<Instant>,
    /// Created when a spawned stream first waits for its peer. It may run to an earlier deadline.
    clock: Option<Pin<Box<Sleep>>>,
    /// The end of the upgraded stream. A stream passes it on to the task that hyper makes of the upgrade.
    upgraded: Option<oneshot::Receiver<UpgradeEnd>>,
    /// What waits for the request without a timer, if polling the stream may not poll it: a future inside of the
    /// handler that polls others only once they are woken.
    reader: Option<Waker>,
}

impl LimitedStream {
    /// Wraps the future of a stream, or that of an upgrade which hyper creates while it polls a stream.
    pub(crate) fn new(stream: impl Future<Output = ()> + Send + 'static, limit: Arc<StreamLimit>) -> Self {
        let upgraded = REPORTS.try_with(|reports| reports.upgraded.take()).ok().flatten();
        Self { stream: Box::pin(stream), limit, deadline: None, clock: None, upgraded, reader: None }
    }

    /// Polls a new stream, without a timer.
    pub(crate) fn begin(&mut self, task: &mut Context<'_>) -> Begun {
        match self.advance(task, RequestWait::Told) {
            (Poll::Ready(()), _) => Begun::Done,
            (Poll::Pending, RequestWait::Waits) => Begun::WaitsForRequest,
            (Poll::Pending, _) => Begun::Waits,
        }
    }

    /// Polls the stream without its own timer, and returns whether it waits for the body of its request.
    fn advance(&mut self, task: &mut Context<'_>, request: RequestWait) -> (Poll<()>, RequestWait) {
        let upgraded = Cell::new(self.upgraded.take());
        let reports = Reports { upgraded, body: Cell::new(None), request: Cell::new(request), reader: Cell::default() };
        let stream = self.stream.as_mut();
        let (polled, reports) = REPORTS.sync_scope(reports, || {
            let polled = stream.poll(task);
            (polled, REPORTS.with(Reports::take))
        });
        let (body, upgraded, request) = (reports.body.take(), reports.upgraded.take(), reports.request.get());
        if polled.is_ready() {
            return (Poll::Ready(()), request);
        }
        match body {
            Some(BodyPoll::Piece) => self.deadline = Some(after(self.limit.write_time)),
            Some(BodyPoll::Idle) => self.deadline = None,
            None => {}
        }
        if let Some(reader) = reports.reader.take() {
            self.reader = (!reader.will_wake(task.waker())).then_some(reader);
        }
        self.upgraded = upgraded;
        match self.upgraded.as_mut().map(|ended| Pin::new(ended).poll(task)) {
            Some(Poll::Ready(Ok(UpgradeEnd::Stalled))) => return (Poll::Ready(()), request),
            Some(Poll::Ready(Ok(UpgradeEnd::Dropped))) => {
                self.upgraded = None;
                self.deadline = Some(after(self.limit.write_time));
            }
            Some(Poll::Ready(Err(_))) => self.upgraded = None,
            Some(Poll::Pending) | None => {}
        }
        (Poll::Pending, request)
    }

    /// Waits for the deadline, if there is one.
    fn poll_deadline(&mut self, task: &mut Context<'_>) -> Poll<()> {
        let Some(deadline) = &mut self.deadline else { return Poll::Pending };
        let clock = self.clock.get_or_insert_with(|| Box::pin(sleep_until(*deadline)));
        while clock.as_mut().poll(task).is_ready() {
            if *deadline <= Instant::now() {
                if !self.limit.traffic.is_stalled() {
                    return Poll::Ready(());
                }
                *deadline = after(self.limit.write_time);
            }
            clock.as_mut().reset(*deadline);
        }
        Poll::Pending
    }
}

impl Future for LimitedStream {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<()> {
        if let Some(reader) = self.reader.take() {
            // Its wait needs a timer from now on.
            reader.wake();
        }
        if self.advance(task, RequestWait::None).0.is_ready() {
            return Poll::Ready(());
        }
        self.poll_deadline(task).map(|()| tracing::debug!("a stream was reset, because its peer does not read"))
    }
}

impl fmt::Debug for LimitedStream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("LimitedStream").field("deadline", &self.deadline).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::future::pending;
    use std::sync::Arc;
    use std::task::{Context, Waker};
    use std::time::Duration;

    use bytes::Bytes;
    use futures_util::StreamExt as _;
    use futures_util::stream::FuturesUnordered;
    use http_body::Frame;
    use http_body_util::{BodyExt as _, StreamBody};
    use tokio::time::{Instant, sleep, timeout};

    use super::{Begun, BodyPoll, LimitedStream, StreamLimit, report};
    #[cfg(feature = "websocket")]
    use super::{UpgradeEnd, upgrade};
    use crate::Limits;
    use crate::bounds::{TimedBody, Traffic};

    const TIME: Duration = Duration::from_secs(3);
    const LONG: Duration = Duration::from_hours(1);

    async fn ended_after(
        stream: impl Future<Output = ()> + Send + 'static,
        limit: &Arc<StreamLimit>,
    ) -> Option<Duration> {
        let started = Instant::now();
        timeout(LONG, LimitedStream::new(stream, limit.clone())).await.ok().map(|()| started.elapsed())
    }

    #[tokio::test(start_paused = true)]
    async fn a_piece_that_is_not_taken_ends_the_stream_and_an_idle_body_does_not() {
        let limit = StreamLimit::new(TIME, Traffic::default());
        assert_eq!(ended_after(pending(), &limit).await, None, "a handler may take its time");
        let unread = async {
            report(BodyPoll::Piece);
            pending::<()>().await;
        };
        assert_eq!(ended_after(unread, &limit).await, Some(TIME));
        let idle = async {
            report(BodyPoll::Piece);
            sleep(TIME / 2).await;
            report(BodyPoll::Idle);
            pending::<()>().await;
        };
        assert_eq!(ended_after(idle, &limit).await, None);
    }

    #[tokio::test(start_paused = true)]
    async fn each_piece_that_is_taken_restarts_the_time() {
        let slow = async {
            for _ in 0..5 {
                report(BodyPoll::Piece);
                sleep(TIME * 2 / 3).await;
            }
            pending::<()>().await;
        };
        assert_eq!(ended_after(slow, &StreamLimit::new(TIME, Traffic::default())).await, Some(TIME * 2 / 3 * 4 + TIME));
    }

    #[tokio::test(start_paused = true)]
    async fn a_congested_connection_is_not_held_against_a_stream() {
        let traffic = Traffic::default();
        traffic.set_stalled(true);
        let limit = StreamLimit::new(TIME, traffic.clone());
        tokio::spawn(async move {
            sleep(TIME * 5 / 2).await;
            traffic.set_stalled(false);
        });
        let unread = async {
            report(BodyPoll::Piece);
            pending::<()>().await;
        };
        assert_eq!(ended_after(unread, &limit).await, Some(TIME * 3));
    }

    /// A regression test: the limit of such a body never began.
    #[tokio::test(start_paused = true)]
    async fn a_body_that_is_read_inside_of_another_executor_has_a_time_limit() {
        let body = StreamBody::new(futures_util::stream::pending::<Result<Frame<Bytes>, Infallible>>());
        let body = TimedBody::new(body, &Limits::default().body_idle_time(TIME));
        // It polls the body only once the body's own waker was woken.
        let reading =
            async { assert!([body.collect()].into_iter().collect::<FuturesUnordered<_>>().next().await.is_some()) };
        let mut stream = LimitedStream::new(reading, StreamLimit::new(TIME, Traffic::default()));
        assert_eq!(stream.begin(&mut Context::from_waker(Waker::noop())), Begun::WaitsForRequest);
        let started = Instant::now();
        assert_eq!(timeout(LONG, stream).await.ok().map(|()| started.elapsed()), Some(TIME));
    }

    #[cfg(feature = "websocket")]
    #[tokio::test(start_paused = true)]
    async fn an_upgraded_stream_that_was_left_has_the_time_for_the_rest() {
        // What was sent at the end of the upgraded stream, and when its task ends.
        let table =
            [(Some(UpgradeEnd::Dropped), Some(TIME)), (Some(UpgradeEnd::Stalled), Some(Duration::ZERO)), (None, None)];
        for (end, expected) in table {
            let limit = StreamLimit::new(TIME, Traffic::default());
            let (tasks, mut task) = tokio::sync::mpsc::unbounded_channel();
            let inner = limit.clone();
            // Like hyper, whose stream creates the task of the upgrade while it is polled and then ends.
            let stream = async move {
                let ends = upgrade().expect("within a stream");
                sleep(TIME).await;
                assert!(tasks.send((LimitedStream::new(pending::<()>(), inner), ends)).is_ok());
            };
            assert_eq!(ended_after(stream, &limit).await, Some(TIME));
            let (task, ends) = task.recv().await.expect("the task of the upgrade");
            let mut task = tokio::spawn(task);
            assert!(timeout(LONG, &mut task).await.is_err(), "an open WebSocket may be idle");
            let started = Instant::now();
            match end {
                Some(end) => ends.send(end).expect("the task waits"),
                None => drop(ends),
            }
            let ended = timeout(LONG, task).await.ok().map(|_| started.elapsed());
            assert_eq!(ended, expected, "{end:?}");
        }
    }
}
