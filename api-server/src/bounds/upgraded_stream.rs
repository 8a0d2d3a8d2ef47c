//! The time limit of writes to a WebSocket on a stream of HTTP/2.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::oneshot::Sender;

use super::stream_deadline::{UpgradeEnd, upgrade};
use super::traffic::Traffic;
use super::write_deadline::WriteDeadline;

/// The time limit for a stream that is to be upgraded.
#[derive(Debug)]
pub(crate) struct UpgradeLimit {
    time: Duration,
    ends: Sender<UpgradeEnd>,
}

impl UpgradeLimit {
    /// Returns the limit, or `None` if the request came over HTTP/1.1, where the connection has a deadline.
    pub(super) fn of_stream(time: Duration) -> Option<Self> {
        Some(Self { time, ends: upgrade()? })
    }

    /// Applies the limit to the upgraded stream.
    pub(crate) fn around<S>(self, stream: S) -> LimitedWrites<S> {
        LimitedWrites { stream: WriteDeadline::new(stream, self.time, Traffic::default()), ends: Some(self.ends) }
    }
}

/// An upgraded stream, which reports its end to the task that sends what was written.
#[derive(Debug)]
pub(crate) struct LimitedWrites<S> {
    stream: WriteDeadline<S>,
    /// `None` once the end was reported.
    ends: Option<Sender<UpgradeEnd>>,
}

impl<S> LimitedWrites<S> {
    fn end(&mut self, end: UpgradeEnd) {
        if let Some(ends) = self.ends.take() {
            // The error is that of a stream that was reset.
            let _ = ends.send(end);
        }
    }

    fn check<T>(&mut self, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if let Poll::Ready(Err(error)) = &written
            && error.kind() == io::ErrorKind::TimedOut
        {
            self.end(UpgradeEnd::Stalled);
        }
        written
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for LimitedWrites<S> {
    fn poll_read(mut self: Pin<&mut Self>, task: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(task, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for LimitedWrites<S> {
    fn poll_write(mut self: Pin<&mut Self>, task: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(task, bytes);
        self.check(written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(task);
        self.check(flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        let closed = Pin::new(&mut self.stream).poll_shutdown(task);
        self.check(closed)
    }
}

impl<S> Drop for LimitedWrites<S> {
    fn drop(&mut self) {
        self.end(UpgradeEnd::Dropped);
    }
}
