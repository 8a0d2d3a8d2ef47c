//! A stream whose writes fail if the peer accepts no bytes for too long.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use super::traffic::Traffic;
use crate::limits::after;

/// A stream with a time limit for stalled writes.
#[derive(Debug)]
pub(crate) struct WriteDeadline<S> {
    stream: S,
    time: Duration,
    /// Created at the first stall, which most connections never have.
    clock: Option<Pin<Box<Sleep>>>,
    stalled: bool,
    traffic: Traffic,
}

impl<S> WriteDeadline<S> {
    /// Wraps a stream. `traffic`: where writes and stalls are noted.
    pub(crate) fn new(stream: S, time: Duration, traffic: Traffic) -> Self {
        Self { stream, time, clock: None, stalled: false, traffic }
    }

    /// Returns the stream, for what needs no limit.
    pub(crate) fn stream_mut(&mut self) -> &mut S {
        &mut self.stream
    }

    /// Replaces the stream by one that is made of it. The limit goes on.
    #[cfg(feature = "websocket")]
    pub(crate) fn map<T>(self, with: impl FnOnce(S) -> T) -> WriteDeadline<T> {
        let Self { stream, time, clock, stalled, traffic } = self;
        WriteDeadline { stream: with(stream), time, clock, stalled, traffic }
    }

    fn set_stalled(&mut self, stalled: bool) {
        self.stalled = stalled;
        self.traffic.set_stalled(stalled);
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
        self.traffic.advance();
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
        self.traffic.advance();
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
    use crate::bounds::Traffic;

    #[tokio::test(start_paused = true)]
    async fn a_write_to_a_peer_that_does_not_read_times_out() {
        let (near, _far) = duplex(8);
        let started = Instant::now();
        let error =
            WriteDeadline::new(near, Duration::from_secs(3), Traffic::default()).write_all(&[0; 16]).await.unwrap_err();
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
        WriteDeadline::new(near, Duration::from_secs(3), Traffic::default()).write_all(&[0; 5]).await.unwrap();
    }
}
