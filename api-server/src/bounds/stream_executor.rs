//! Executor for HTTP/2 streams: polls the streams whose requests have arrived together, then lets the connection write
//! once.

use std::future::Future;
use std::io;
use std::mem;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use hyper::rt::Executor;
use tokio::time::{Sleep, sleep};

use super::stream_deadline::{Begun, LimitedStream, StreamLimit, is_limited};
use super::traffic::Traffic;

/// An executor that ends a stream if its peer does not read. Its copies share one queue.
///
/// hyper passes a new stream on while it reads the connection, and h2 writes what is ready before it reads the next
/// one. So new streams wait until the connection has nothing more to read. Each is then polled once, and becomes a task
/// only if it has to wait for something other than its request. What those streams answer goes out in one write.
#[derive(Debug, Clone)]
pub(crate) struct StreamExecutor(Arc<Streams>);

/// The number of new streams that wait to be polled together. A client that resets each stream immediately could open
/// any number of them while the connection is read.
const MOST: usize = 256;

/// The time that a stream waits for its request before it becomes a task. A client that sends a head and a body in two
/// packets sends the second soon after the first.
const PATIENCE: Duration = Duration::from_millis(10);

/// How often a stream that waits for its request is polled before it becomes a task.
const POLLS: u8 = 4;

/// How often a connection is polled before other tasks run. A peer that sends on while its requests are answered could
/// keep a thread otherwise.
const ROUNDS: u8 = 4;

#[derive(Debug)]
struct Streams {
    limit: Arc<StreamLimit>,
    /// The streams that were not polled yet, at most [`MOST`].
    arrived: Mutex<Vec<LimitedStream>>,
}

/// The streams of one connection that wait for the bodies of their requests.
///
/// They have neither a task nor a timer yet. They are polled when the connection was read, and what they answer goes
/// out in one write.
#[derive(Debug)]
pub(crate) struct YoungStreams {
    shared: Arc<Streams>,
    /// At most [`MOST`].
    waiting: Vec<Young>,
    /// Ends the wait of all of them. It may have begun before the last of them was polled.
    patience: Option<Pin<Box<Sleep>>>,
}

#[derive(Debug)]
struct Young {
    stream: LimitedStream,
    polls: u8,
}

impl StreamExecutor {
    pub(super) fn new(write_time: Duration, traffic: Traffic) -> Self {
        let limit = StreamLimit::new(write_time, traffic);
        Self(Arc::new(Streams { limit, arrived: Mutex::default() }))
    }

    /// Returns the list of a connection's streams that have no task. The connection must be polled with this one.
    pub(crate) fn young(&self) -> YoungStreams {
        YoungStreams { shared: self.0.clone(), waiting: Vec::new(), patience: None }
    }

    /// Polls a connection and its streams that have no task, until none has anything to do.
    pub(crate) fn poll_connection<C>(
        &self,
        mut connection: Pin<&mut C>,
        young: &mut YoungStreams,
        task: &mut Context<'_>,
    ) -> Poll<io::Result<()>>
    where
        C: Future<Output = hyper::Result<()>>,
    {
        let mut served = connection.as_mut().poll(task);
        // Only those of earlier polls: the bodies of others have not been read since.
        let mut moved = young.advance(task);
        let mut rounds = 0;
        loop {
            // Also at the end of the connection, whose last bytes may be whole requests.
            moved |= self.start_streams(young, task);
            if let Poll::Ready(served) = served {
                // Each learns that its request is incomplete.
                young.spawn();
                return Poll::Ready(served.map_err(io::Error::other));
            }
            rounds += 1;
            if !moved || rounds > ROUNDS {
                young.limit(task);
                if moved {
                    task.waker().wake_by_ref();
                }
                return Poll::Pending;
            }
            (served, moved) = (connection.as_mut().poll(task), false);
        }
    }

    /// Polls the new streams. Returns whether there were any.
    fn start_streams(&self, young: &mut YoungStreams, task: &mut Context<'_>) -> bool {
        let mut arrived = mem::take(&mut *self.0.arrived.lock().unwrap_or_else(PoisonError::into_inner));
        let found = !arrived.is_empty();
        arrived.drain(..).for_each(|stream| young.begin(stream, task));
        let mut next = self.0.arrived.lock().unwrap_or_else(PoisonError::into_inner);
        if next.is_empty() {
            // Its buffer is used again.
            *next = arrived;
        }
        found
    }
}

impl YoungStreams {
    /// Polls a new stream, which becomes a task if it waits for something other than its request.
    fn begin(&mut self, mut stream: LimitedStream, task: &mut Context<'_>) {
        // With the waker of the connection, since it may wait for something else as well.
        match stream.begin(task) {
            Begun::Done => {}
            Begun::WaitsForRequest if self.waiting.len() < MOST => self.waiting.push(Young { stream, polls: 1 }),
            Begun::WaitsForRequest | Begun::Waits => drop(tokio::spawn(stream)),
        }
    }

    /// Polls the streams that wait, after the connection was read. Returns whether there were any.
    fn advance(&mut self, task: &mut Context<'_>) -> bool {
        let found = !self.waiting.is_empty();
        let mut index = 0;
        while let Some(young) = self.waiting.get_mut(index) {
            young.polls += 1;
            match young.stream.begin(task) {
                Begun::Done => drop(self.waiting.swap_remove(index)),
                Begun::WaitsForRequest if young.polls < POLLS => index += 1,
                Begun::WaitsForRequest | Begun::Waits => drop(tokio::spawn(self.waiting.swap_remove(index).stream)),
            }
        }
        found
    }

    /// Ends the wait of all streams once it has taken too long.
    fn limit(&mut self, task: &mut Context<'_>) {
        let patience = match &mut self.patience {
            Some(patience) => patience,
            None if self.waiting.is_empty() => return,
            none => none.insert(Box::pin(sleep(PATIENCE))),
        };
        if patience.as_mut().poll(task).is_ready() {
            self.patience = None;
            self.spawn();
        }
    }

    /// Makes tasks of all streams, which have timers of their own.
    fn spawn(&mut self) {
        self.waiting.drain(..).for_each(|young| drop(tokio::spawn(young.stream)));
    }
}

impl Drop for YoungStreams {
    /// Drops the streams that were not polled. Each has a copy of the executor, so that they would keep each other.
    fn drop(&mut self) {
        let arrived = mem::take(&mut *self.shared.arrived.lock().unwrap_or_else(PoisonError::into_inner));
        drop(arrived);
    }
}

impl<F: Future<Output = ()> + Send + 'static> Executor<F> for StreamExecutor {
    fn execute(&self, stream: F) {
        let stream = LimitedStream::new(stream, self.0.limit.clone());
        // The task of an upgrade, which is created while its stream is polled.
        if is_limited() {
            return start(stream);
        }
        let mut arrived = self.0.arrived.lock().unwrap_or_else(PoisonError::into_inner);
        if arrived.len() < MOST {
            arrived.push(stream);
        } else {
            drop(arrived);
            start(stream);
        }
    }
}

/// Polls a stream, and spawns a task if it has to wait.
fn start(mut stream: LimitedStream) {
    // A lost wake is harmless: a spawned task is polled once before anything wakes it.
    if stream.begin(&mut Context::from_waker(Waker::noop())) != Begun::Done {
        tokio::spawn(stream);
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::future::poll_fn;
    use std::io;
    use std::mem;
    use std::pin::{Pin, pin};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::{Context, Poll, Wake, Waker};
    use std::time::Duration;

    use bytes::Bytes;
    use futures_util::future::join_all;
    use http::{Request, Response};
    use http_body::{Body, Frame};
    use http_body_util::{BodyExt as _, Full};
    use hyper::body::Incoming;
    use hyper::client::conn::http2 as client;
    use hyper::rt::Executor as _;
    use hyper::server::conn::http2 as server;
    use hyper::service::service_fn;
    use hyper_util::rt::{TokioExecutor, TokioIo};
    use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _, DuplexStream, ReadBuf, duplex};
    use tokio::runtime::Handle;
    use tokio::time::timeout;

    use super::{LimitedStream, MOST, PATIENCE, POLLS, ROUNDS, StreamExecutor, StreamLimit, YoungStreams};
    use crate::Limits;
    use crate::bounds::stream_deadline::waits_for_request;
    use crate::bounds::{TimedBody, Traffic};
    use crate::stream::Rewound;

    /// A stream that counts what is written to it.
    struct Counted(DuplexStream, Arc<AtomicUsize>);

    impl AsyncRead for Counted {
        fn poll_read(
            mut self: Pin<&mut Self>,
            task: &mut Context<'_>,
            buffer: &mut ReadBuf<'_>,
        ) -> Poll<io::Result<()>> {
            Pin::new(&mut self.0).poll_read(task, buffer)
        }
    }

    impl AsyncWrite for Counted {
        fn poll_write(mut self: Pin<&mut Self>, task: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
            self.1.fetch_add(1, Ordering::Relaxed);
            Pin::new(&mut self.0).poll_write(task, bytes)
        }

        fn poll_flush(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
            Pin::new(&mut self.0).poll_flush(task)
        }

        fn poll_shutdown(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
            Pin::new(&mut self.0).poll_shutdown(task)
        }
    }

    #[derive(Default)]
    struct Woken(AtomicUsize);

    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// What the answer of a handler in the tests waits for.
    #[derive(Clone, Copy, PartialEq)]
    enum Waits {
        Nothing,
        Turn,
        Request,
    }

    /// The body of a request that is sent after its head.
    struct Late(bool);

    impl Body for Late {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            task: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            if mem::take(&mut self.0) {
                task.waker().wake_by_ref();
                return Poll::Pending;
            }
            Poll::Ready(None)
        }
    }

    /// Serves a connection, and returns the number of writes for `requests` that are sent together.
    async fn writes(requests: usize, waits: Waits) -> usize {
        let (near, far) = duplex(1 << 20);
        let count = Arc::new(AtomicUsize::new(0));
        let stream = Counted(far, count.clone());
        tokio::spawn(async move {
            let streams = StreamExecutor::new(Duration::from_secs(30), Traffic::default());
            let service = service_fn(move |request: Request<Incoming>| async move {
                if waits == Waits::Turn {
                    tokio::task::yield_now().await;
                }
                let body = TimedBody::new(request.into_body(), &Limits::default());
                assert!(body.collect().await.is_ok());
                Ok::<_, Infallible>(Response::new(Full::new(Bytes::from_static(b"answer"))))
            });
            let mut builder = server::Builder::new(streams.clone());
            builder.max_concurrent_streams(10_000);
            let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
            let mut young = streams.young();
            poll_fn(|task| streams.poll_connection(connection.as_mut(), &mut young, task)).await
        });
        let (mut sender, connection) = client::handshake(TokioExecutor::new(), TokioIo::new(near)).await.unwrap();
        tokio::spawn(connection);
        let late = waits == Waits::Request;
        let mut send = || sender.send_request(Request::post("http://test/").body(Late(late)).unwrap());
        send().await.unwrap();
        let before = count.load(Ordering::Relaxed);
        let answers: Vec<_> = (0..requests).map(|_| send()).collect();
        assert!(join_all(answers).await.iter().all(Result::is_ok));
        count.load(Ordering::Relaxed) - before
    }

    /// Begins a stream that waits for its request until `arrived` is set, and then sets it to 2.
    fn begun(young: &mut YoungStreams, arrived: &Arc<AtomicUsize>, task: &mut Context<'_>) {
        let arrived = arrived.clone();
        let stream = poll_fn(move |task| {
            if arrived.load(Ordering::Relaxed) == 0 {
                waits_for_request(task);
                return Poll::Pending;
            }
            arrived.store(2, Ordering::Relaxed);
            Poll::Ready(())
        });
        young.begin(LimitedStream::new(stream, StreamLimit::new(PATIENCE, Traffic::default())), task);
    }

    fn executor() -> StreamExecutor {
        StreamExecutor::new(Duration::from_secs(30), Traffic::default())
    }

    /// Returns the number of tasks that are not over.
    fn tasks() -> usize {
        Handle::current().metrics().num_alive_tasks()
    }

    #[tokio::test]
    async fn a_stream_whose_request_arrives_soon_needs_no_task() {
        let mut task = Context::from_waker(Waker::noop());
        let (mut young, arrived) = (executor().young(), Arc::default());
        begun(&mut young, &arrived, &mut task);
        assert!(young.advance(&mut task), "another part of the connection was read");
        arrived.store(1, Ordering::Relaxed);
        assert!(young.advance(&mut task));
        assert_eq!((arrived.load(Ordering::Relaxed), tasks()), (2, 0));
        assert!(!young.advance(&mut task), "nothing waits any more");
    }

    #[tokio::test(start_paused = true)]
    async fn a_stream_whose_request_is_late_becomes_a_task() {
        let mut task = Context::from_waker(Waker::noop());
        let (mut young, arrived) = (executor().young(), Arc::default());
        begun(&mut young, &arrived, &mut task);
        (1..POLLS).for_each(|_| assert!(young.advance(&mut task)));
        assert_eq!(tasks(), 1, "after some polls");
        begun(&mut young, &arrived, &mut task);
        young.limit(&mut task);
        assert_eq!(tasks(), 1);
        tokio::time::advance(PATIENCE * 2).await;
        young.limit(&mut task);
        assert_eq!(tasks(), 2, "after some time");
        (0..=MOST).for_each(|_| begun(&mut young, &arrived, &mut task));
        assert_eq!((young.waiting.len(), tasks()), (MOST, 3), "where too many wait");
        young.spawn();
        assert_eq!(tasks(), MOST + 3, "and at the end of the connection");
    }

    /// A regression test: such streams were never polled, and stayed in memory with their connection.
    #[tokio::test]
    async fn streams_that_arrive_with_the_end_of_their_connection_are_polled_and_freed() {
        const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0";
        const REQUEST: &[u8] = b"\0\0\x09\x01\x05\0\0\0\x01\x82\x86\x84\x01\x04test";
        // `CONNECT` with a content, for which hyper ends the connection.
        const CONNECT: &[u8] = b"\0\0\x13\x01\x04\0\0\0\x03\x02\x07CONNECT\x01\x04test\x0f\x0d\x015";
        for end in [b"".as_slice(), CONNECT] {
            let (mut near, far) = duplex(1 << 10);
            near.write_all(&[PREFACE, REQUEST, end].concat()).await.unwrap();
            if end.is_empty() {
                near.shutdown().await.unwrap();
            }
            let (streams, polled) = (executor(), Arc::new(AtomicUsize::new(0)));
            let (shared, count) = (Arc::downgrade(&streams.0), polled.clone());
            let service = service_fn(move |_| {
                count.fetch_add(1, Ordering::Relaxed);
                async { Ok::<_, Infallible>(Response::new(Full::new(Bytes::from_static(b"answer")))) }
            });
            {
                let builder = server::Builder::new(streams.clone());
                let stream = TokioIo::new(Rewound::untouched(far));
                let mut connection = Box::pin(builder.serve_connection(stream, service));
                let mut young = streams.young();
                let served = poll_fn(|task| streams.poll_connection(connection.as_mut(), &mut young, task));
                assert!(timeout(Duration::from_secs(10), served).await.is_ok(), "the connection ends");
            }
            drop(streams);
            tokio::task::yield_now().await;
            assert_eq!((polled.load(Ordering::Relaxed), shared.strong_count()), (1, 0));
        }
    }

    #[tokio::test]
    async fn a_connection_that_always_has_another_stream_lets_other_tasks_run() {
        let streams = executor();
        let mut young = streams.young();
        let polls = AtomicUsize::new(0);
        let mut connection = pin!(poll_fn(|_| {
            polls.fetch_add(1, Ordering::Relaxed);
            streams.execute(async {});
            Poll::Pending
        }));
        let woken = Arc::new(Woken::default());
        let waker = Waker::from(woken.clone());
        let mut task = Context::from_waker(&waker);
        assert!(streams.poll_connection(connection.as_mut(), &mut young, &mut task).is_pending());
        let expected = usize::from(ROUNDS) + 1;
        assert_eq!((polls.load(Ordering::Relaxed), woken.0.load(Ordering::Relaxed)), (expected, 1));
    }

    #[tokio::test]
    async fn all_streams_are_answered_although_not_all_may_wait() {
        for waits in [Waits::Nothing, Waits::Turn, Waits::Request] {
            assert!(writes(MOST * 3, waits).await > 0);
        }
    }

    #[tokio::test]
    async fn answers_that_are_ready_together_are_written_together() {
        for (waits, most) in [(Waits::Nothing, 4), (Waits::Request, 4), (Waits::Turn, 8)] {
            let writes = writes(50, waits).await;
            assert!(writes <= most, "{writes} writes for 50 answers, more than {most}");
        }
    }
}
