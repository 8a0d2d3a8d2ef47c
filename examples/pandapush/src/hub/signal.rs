//! A signal that wakes one task.

use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;

use futures_util::task::AtomicWaker;

use crate::broker::Waiter;

/// A signal. Clones share it. One task waits for it at a time.
///
/// A `Notify` of tokio would do, but has a list of waiters behind a lock, which is much of what a delivery costs.
#[derive(Debug, Clone, Default)]
pub(super) struct Signal(Arc<State>);

#[derive(Debug, Default)]
struct State {
    is_set: AtomicBool,
    waker: AtomicWaker,
}

impl Signal {
    /// Waits until the signal is set, and resets it.
    ///
    /// # Cancel safety
    ///
    /// Cancel safe.
    pub(super) async fn wait(&self) {
        poll_fn(|task| {
            if self.0.is_set.swap(false, Ordering::AcqRel) {
                return Poll::Ready(());
            }
            self.0.waker.register(task.waker());
            // It may have been set before the waker was registered.
            if self.0.is_set.swap(false, Ordering::AcqRel) { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }
}

impl Waiter for Signal {
    fn wake(&self) {
        self.0.is_set.store(true, Ordering::Release);
        self.0.waker.wake();
    }
}

#[cfg(test)]
mod tests {
    use std::task::{Context, Poll, Waker};

    use super::*;

    #[tokio::test]
    async fn a_signal_that_was_set_before_the_wait_ends_it_once() {
        let signal = Signal::default();
        signal.wake();
        signal.wake();
        signal.wait().await;
        let mut again = std::pin::pin!(signal.wait());
        assert_eq!(again.as_mut().poll(&mut Context::from_waker(Waker::noop())), Poll::Pending);
        signal.wake();
        again.await;
    }
}
