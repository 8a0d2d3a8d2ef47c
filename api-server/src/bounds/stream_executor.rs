//! Executor for HTTP/2 streams: polls the streams that have arrived together, then lets the connection write once.

use std::future::Future;
use std::io;
use std::mem;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use hyper::rt::Executor;

use super::stream_deadline::{LimitedStream, StreamLimit, is_limited};
use super::traffic::Traffic;

/// An executor that ends a stream if its peer does not read. Its copies share one queue.
///
/// hyper passes a new stream on while it reads the connection, and h2 writes what is ready before it reads the next
/// one. So new streams wait until the connection has nothing more to read. Each is then polled once, and becomes a task
/// only if it has to wait. What those streams answer goes out in one write.
#[derive(Debug, Clone)]
pub(crate) struct StreamExecutor(Arc<Streams>);

/// The number of new streams that wait to be polled together. A client that resets each stream at once could open any
/// number of them while the connection is read.
const MOST: usize = 256;

#[derive(Debug)]
struct Streams {
    limit: Arc<StreamLimit>,
    /// The streams that were not polled yet, at most [`MOST`].
    arrived: Mutex<Vec<LimitedStream>>,
}

impl StreamExecutor {
    pub(super) fn new(write_time: Duration, traffic: Traffic) -> Self {
        let limit = StreamLimit::new(write_time, traffic);
        Self(Arc::new(Streams { limit, arrived: Mutex::default() }))
    }

    /// Polls a connection and its new streams, until neither has anything to do.
    pub(crate) fn poll_connection<C>(&self, mut connection: Pin<&mut C>, task: &mut Context<'_>) -> Poll<io::Result<()>>
    where
        C: Future<Output = hyper::Result<()>>,
    {
        loop {
            // tokio limits how much a task reads before others run, so that this ends although a peer sends on.
            if let Poll::Ready(served) = connection.as_mut().poll(task) {
                return Poll::Ready(served.map_err(io::Error::other));
            }
            if !self.start_streams() {
                return Poll::Pending;
            }
        }
    }

    /// Polls the new streams. Returns whether there were any.
    fn start_streams(&self) -> bool {
        let mut arrived = mem::take(&mut *self.0.arrived.lock().unwrap_or_else(PoisonError::into_inner));
        let found = !arrived.is_empty();
        arrived.drain(..).for_each(start);
        let mut next = self.0.arrived.lock().unwrap_or_else(PoisonError::into_inner);
        if next.is_empty() {
            // Its buffer is used again.
            *next = arrived;
        }
        found
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
    if stream.advance(&mut Context::from_waker(Waker::noop())).is_pending() {
        tokio::spawn(stream);
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::future::poll_fn;
    use std::io;
    use std::pin::{Pin, pin};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::{Context, Poll};
    use std::time::Duration;

    use bytes::Bytes;
    use futures_util::future::join_all;
    use http::{Request, Response};
    use http_body_util::{Empty, Full};
    use hyper::client::conn::http2 as client;
    use hyper::server::conn::http2 as server;
    use hyper::service::service_fn;
    use hyper_util::rt::{TokioExecutor, TokioIo};
    use tokio::io::{AsyncRead, AsyncWrite, DuplexStream, ReadBuf, duplex};

    use super::StreamExecutor;
    use crate::bounds::Traffic;

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

    /// Serves a connection, and returns the number of writes for `requests` that are sent together, of which some wait.
    async fn writes(requests: usize, waits: bool) -> usize {
        let (near, far) = duplex(1 << 20);
        let count = Arc::new(AtomicUsize::new(0));
        let stream = Counted(far, count.clone());
        tokio::spawn(async move {
            let streams = StreamExecutor::new(Duration::from_secs(30), Traffic::default());
            let service = service_fn(move |_| async move {
                if waits {
                    tokio::task::yield_now().await;
                }
                Ok::<_, Infallible>(Response::new(Full::new(Bytes::from_static(b"answer"))))
            });
            let mut builder = server::Builder::new(streams.clone());
            builder.max_concurrent_streams(10_000);
            let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
            poll_fn(|task| streams.poll_connection(connection.as_mut(), task)).await
        });
        let (mut sender, connection) = client::handshake(TokioExecutor::new(), TokioIo::new(near)).await.unwrap();
        tokio::spawn(connection);
        let mut send = || sender.send_request(Request::get("http://test/").body(Empty::<Bytes>::new()).unwrap());
        send().await.unwrap();
        let before = count.load(Ordering::Relaxed);
        let answers: Vec<_> = (0..requests).map(|_| send()).collect();
        assert!(join_all(answers).await.iter().all(Result::is_ok));
        count.load(Ordering::Relaxed) - before
    }

    #[tokio::test]
    async fn all_streams_are_answered_although_not_all_may_wait() {
        assert!(writes(super::MOST * 3, false).await > 0);
    }

    #[tokio::test]
    async fn answers_that_are_ready_together_are_written_together() {
        let (ready, waiting) = (writes(50, false).await, writes(50, true).await);
        assert!(ready <= 4 && waiting <= 8, "{ready} writes for 50 answers, {waiting} for 50 that had to wait");
    }
}
