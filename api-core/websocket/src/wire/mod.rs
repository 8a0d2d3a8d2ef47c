//! The transport of a connection: bytes both ways, a clock, and optionally a place to run tasks.
//!
//! `TokioWire` (feature `tokio`) makes one of any stream of tokio, [`Pipe`] one in memory. [`Wire`] is the trait to
//! implement for others.

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
pub use self::wakers::Wakers;

/// A future that runs beside its owner.
pub type Task = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The transport of a connection: a TCP stream after its upgrade, a stream of HTTP/2, a pipe in memory.
///
/// It is polled from several tasks, never from two at once.
pub trait Wire: Send + 'static {
    /// Appends at least one byte to `into`, or none at the end of the stream. Returns their number.
    ///
    /// # Errors
    /// Returns an error if the transport failed.
    fn poll_read(&mut self, task: &mut Context<'_>, into: &mut BytesMut) -> Poll<io::Result<usize>>;

    /// Takes at least one byte of `from`. Returns their number.
    ///
    /// # Errors
    /// Returns an error if the transport failed.
    fn poll_write(&mut self, task: &mut Context<'_>, from: &[u8]) -> Poll<io::Result<usize>>;

    /// Sends what was taken.
    ///
    /// # Errors
    /// Returns an error if the transport failed.
    fn poll_flush(&mut self, task: &mut Context<'_>) -> Poll<io::Result<()>>;

    /// Ends the direction of writing. Reading goes on.
    ///
    /// # Errors
    /// Returns an error if the transport failed.
    fn poll_shutdown(&mut self, task: &mut Context<'_>) -> Poll<io::Result<()>>;

    /// Returns the time.
    fn now(&self) -> Instant {
        Instant::now()
    }

    /// Polls a clock: ready once the deadline has passed. Only the latest deadline counts.
    ///
    /// A wire without a clock is never ready: a connection over it has neither time-outs nor automatic pings.
    fn poll_deadline(&mut self, task: &mut Context<'_>, deadline: Instant) -> Poll<()> {
        let _ = (task, deadline);
        Poll::Pending
    }

    /// Runs a task beside the caller.
    ///
    /// # Errors
    /// Returns the task if there is no place to run it. The users of the connection drive it then.
    fn spawn(&mut self, task: Task) -> Result<(), Task> {
        Err(task)
    }
}
