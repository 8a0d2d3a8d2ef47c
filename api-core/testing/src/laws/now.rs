//! Running futures that never wait.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// Maximum number of polls. In process every future becomes ready without waiting.
const POLLS: usize = 10_000;

/// Returns the output of the future.
///
/// # Panics
/// Panics if the future stays pending.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut task = Context::from_waker(Waker::noop());
    for _ in 0..POLLS {
        if let Poll::Ready(value) = future.as_mut().poll(&mut task) {
            return value;
        }
    }
    panic!("a future in process stays pending")
}
