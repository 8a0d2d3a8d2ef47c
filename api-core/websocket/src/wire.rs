//! What a connection stands on: bytes both ways, a clock, and perhaps a place to run on its own.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Instant;

use bytes::BytesMut;

/// Something that runs beside its owner.
pub type Task = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The transport of a connection, made by whoever carries it: a TCP stream after its upgrade, a stream of HTTP/2, a pipe in memory.
///
/// It is polled from several tasks, but never from two at once.
pub trait Wire: Send + 'static {
    /// Appends what has come: at least one byte, or none at the end of the stream.
    ///
    /// # Errors
    /// If the transport broke.
    fn poll_read(&mut self, task: &mut Context<'_>, into: &mut BytesMut) -> Poll<io::Result<usize>>;

    /// Takes some bytes, at least one.
    ///
    /// # Errors
    /// If the transport broke.
    fn poll_write(&mut self, task: &mut Context<'_>, from: &[u8]) -> Poll<io::Result<usize>>;

    /// Sends what was taken.
    ///
    /// # Errors
    /// If the transport broke.
    fn poll_flush(&mut self, task: &mut Context<'_>) -> Poll<io::Result<()>>;

    /// Ends the direction of writing; reading goes on.
    ///
    /// # Errors
    /// If the transport broke.
    fn poll_shutdown(&mut self, task: &mut Context<'_>) -> Poll<io::Result<()>>;

    /// The time.
    fn now(&self) -> Instant {
        Instant::now()
    }

    /// Ready once this time has come. Only the last deadline asked for counts.
    ///
    /// A wire without a clock never is: a connection over it has no time-outs and no pings of its own.
    fn poll_deadline(&mut self, task: &mut Context<'_>, deadline: Instant) -> Poll<()> {
        let _ = (task, deadline);
        Poll::Pending
    }

    /// Runs a task beside the caller, or gives it back if there is nowhere to.
    ///
    /// # Errors
    /// The task itself. It is then driven by those who use the connection.
    fn spawn(&mut self, task: Task) -> Result<(), Task> {
        Err(task)
    }
}
