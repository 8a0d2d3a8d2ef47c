//! How HTTP/2 streams become tasks: polled once where they arrive, spawned only if they must wait.

use std::future::Future;
use std::task::{Context, Waker};

use hyper::rt::Executor;

/// Polls a stream at once, so that an answer that needs no waiting has its header and data frames queued before the connection
/// writes next: one write instead of two, and no task.
#[derive(Debug, Clone, Copy)]
pub(super) struct StreamExecutor;

impl<F: Future<Output = ()> + Send + 'static> Executor<F> for StreamExecutor {
    fn execute(&self, stream: F) {
        let mut stream = Box::pin(stream);
        // Wakes meant for nobody are no loss: a spawned task is polled once before anything wakes it.
        if stream.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending() {
            tokio::spawn(stream);
        }
    }
}
