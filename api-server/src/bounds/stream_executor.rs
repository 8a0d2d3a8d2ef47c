//! Executor for HTTP/2 streams: polls each stream once in place, and spawns a task only if it has to wait.

use std::future::Future;
use std::sync::Arc;
use std::task::{Context, Waker};
use std::time::Duration;

use hyper::rt::Executor;

use super::stream_deadline::{LimitedStream, StreamLimit};
use super::traffic::Traffic;

/// An executor that polls a stream at once, and ends it if its peer does not read.
///
/// The frames of a response that needs no waiting are then queued before the connection writes next. That saves a write
/// and a task.
#[derive(Debug, Clone)]
pub(crate) struct StreamExecutor(Arc<StreamLimit>);

impl StreamExecutor {
    pub(super) fn new(write_time: Duration, traffic: Traffic) -> Self {
        Self(StreamLimit::new(write_time, traffic))
    }
}

impl<F: Future<Output = ()> + Send + 'static> Executor<F> for StreamExecutor {
    fn execute(&self, stream: F) {
        let mut stream = LimitedStream::new(stream, self.0.clone());
        // A lost wake is harmless: a spawned task is polled once before anything wakes it.
        if stream.advance(&mut Context::from_waker(Waker::noop())).is_pending() {
            tokio::spawn(stream);
        }
    }
}
