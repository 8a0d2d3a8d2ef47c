//! The transport of a connection: bytes in both directions, a clock, and optionally a runtime for tasks.
//!
//! `TokioWire` (feature `tokio`) wraps any stream of tokio. [`Pipe`] is a transport in memory. Implement [`Wire`] for
//! other transports.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Instant;

use bytes::BytesMut;

mod pipe;
#[cfg(feature = "tokio")]
mod tokio;
mod wakers;

pub use self::pipe::Pipe;
#[cfg(feature = "tokio")]
pub use self::tokio::TokioWire;
pub(crate) use self::wakers::Seat;
pub use self::wakers::Wakers;

/// A future that [`Wire::spawn`] runs.
pub type Task = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The transport of a connection: a TCP stream after its upgrade, a stream of HTTP/2, a pipe in memory.
///
/// It is polled from several tasks, never from two at once.
pub trait Wire: Send + 'static {
    /// Appends at least one byte to `into`, or none at the end of the stream. Returns the number of bytes.
    ///
    /// # Errors
    /// Returns an error if the transport failed.
    fn poll_read(&mut self, task: &mut Context<'_>, into: &mut BytesMut) -> Poll<io::Result<usize>>;

    /// Writes at least one byte of `from`. Returns the number of bytes.
    ///
    /// # Errors
    /// Returns an error if the transport failed.
    fn poll_write(&mut self, task: &mut Context<'_>, from: &[u8]) -> Poll<io::Result<usize>>;

    /// Flushes the written bytes.
    ///
    /// # Errors
    /// Returns an error if the transport failed.
    fn poll_flush(&mut self, task: &mut Context<'_>) -> Poll<io::Result<()>>;

    /// Shuts down the sending direction. Reading remains possible.
    ///
    /// # Errors
    /// Returns an error if the transport failed.
    fn poll_shutdown(&mut self, task: &mut Context<'_>) -> Poll<io::Result<()>>;

    /// Returns the time.
    fn now(&self) -> Instant {
        Instant::now()
    }

    /// Polls a timer, which is ready once the deadline has passed. The deadline replaces that of the previous call.
    ///
    /// By default it is never ready. A connection over such a transport has neither time-outs nor automatic pings.
    fn poll_deadline(&mut self, task: &mut Context<'_>, deadline: Instant) -> Poll<()> {
        let _ = (task, deadline);
        Poll::Pending
    }

    /// Spawns a task.
    ///
    /// # Errors
    /// Returns the task if it cannot be spawned. The calls that receive and send drive the connection then.
    fn spawn(&mut self, task: Task) -> Result<(), Task> {
        Err(task)
    }
}
