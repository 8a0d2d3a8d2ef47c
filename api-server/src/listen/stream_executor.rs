//! Executor for HTTP/2 streams: polls each stream once in place, and spawns a task only if it has to wait.

use std::future::Future;
use std::task::{Context, Waker};

use hyper::rt::Executor;

/// An executor that polls a stream at once.
///
/// The frames of a response that needs no waiting are then queued before the connection writes next. That saves a write
/// and a task.
#[derive(Debug, Clone, Copy)]
pub(super) struct StreamExecutor;

impl<F: Future<Output = ()> + Send + 'static> Executor<F> for StreamExecutor {
    fn execute(&self, stream: F) {
        let mut stream = Box::pin(stream);
        // A lost wake is harmless: a spawned task is polled once before anything wakes it.
        if stream.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending() {
            tokio::spawn(stream);
        }
    }
}
