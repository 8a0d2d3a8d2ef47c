//! Runs a future that waits for nothing.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// So often may a future ask to be polled again; in process everything is ready at once.
const POLLS: usize = 10_000;

/// The future's value.
///
/// # Panics
/// If it waits.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut task = Context::from_waker(Waker::noop());
    for _ in 0..POLLS {
        if let Poll::Ready(value) = future.as_mut().poll(&mut task) {
            return value;
        }
    }
    panic!("a future waits although nothing it could wait for exists")
}
