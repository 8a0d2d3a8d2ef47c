//! A stream whose writes fail if the peer accepts no bytes for too long.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use crate::limits::after;

/// Whether a connection accepts no bytes at present. Its copies share one state.
#[derive(Debug, Clone, Default)]
pub(crate) struct Congestion(Arc<AtomicBool>);

impl Congestion {
    pub(crate) fn set(&self, congested: bool) {
        self.0.store(congested, Ordering::Relaxed);
    }

    #[cfg(feature = "http2")]
    pub(crate) fn is_now(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A stream with a time limit for stalled writes.
#[derive(Debug)]
pub(crate) struct WriteDeadline<S> {
    stream: S,
    time: Duration,
    /// Created at the first stall, which most connections never have.
    clock: Option<Pin<Box<Sleep>>>,
    stalled: bool,
    /// Told about stalls, where streams share the connection.
    congestion: Option<Congestion>,
}

impl<S> WriteDeadline<S> {
    pub(crate) fn new(stream: S, time: Duration) -> Self {
        Self { stream, time, clock: None, stalled: false, congestion: None }
    }

    /// Sets where stalls are noted.
    #[cfg(feature = "http2")]
    pub(crate) fn noting(mut self, congestion: Congestion) -> Self {
        self.congestion = Some(congestion);
        self
    }

    fn set_stalled(&mut self, stalled: bool) {
        self.stalled = stalled;
        if let Some(congestion) = &self.congestion {
            congestion.set(stalled);
        }
    }

    fn check<T>(&mut self, task: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            if self.stalled {
                self.set_stalled(false);
            }
            return written;
        }
        let time = self.time;
        let begins = !self.stalled;
        if begins {
            self.set_stalled(true);
        }
        let clock = self.clock.get_or_insert_with(|| Box::pin(sleep(time)));
        if begins {
            clock.as_mut().reset(after(time));
        }
        clock.as_mut().poll(task).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for WriteDeadline<S> {
    fn poll_read(mut self: Pin<&mut Self>, task: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(task, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for WriteDeadline<S> {
    fn poll_write(mut self: Pin<&mut Self>, task: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(task, bytes);
        self.check(task, written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(task);
        self.check(task, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        let closed = Pin::new(&mut self.stream).poll_shutdown(task);
        self.check(task, closed)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(task, parts);
        self.check(task, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};
    use tokio::time::Instant;

    use super::WriteDeadline;

    #[tokio::test(start_paused = true)]
    async fn a_write_to_a_peer_that_does_not_read_times_out() {
        let (near, _far) = duplex(8);
        let started = Instant::now();
        let error = WriteDeadline::new(near, Duration::from_secs(3)).write_all(&[0; 16]).await.unwrap_err();
        assert_eq!((error.kind(), started.elapsed()), (std::io::ErrorKind::TimedOut, Duration::from_secs(3)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_reader_restarts_the_deadline_with_each_read() {
        let (near, mut far) = duplex(1);
        tokio::spawn(async move {
            for _ in 0..5 {
                tokio::time::sleep(Duration::from_secs(2)).await;
                far.read_u8().await.unwrap();
            }
        });
        WriteDeadline::new(near, Duration::from_secs(3)).write_all(&[0; 5]).await.unwrap();
    }
}
