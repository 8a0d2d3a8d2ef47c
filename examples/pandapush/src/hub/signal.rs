//! A signal that wakes one task.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use api_core::websocket::Sender;
use futures_util::task::AtomicWaker;

use crate::broker::{ClientId, Waiter};

/// A signal to the connection of a client. Clones share it. One task waits for it at a time.
///
/// A `Notify` of tokio would do, but has a list of waiters behind a lock, which is much of what a delivery costs.
#[derive(Debug, Clone)]
pub(super) struct Signal(Arc<State>);

#[derive(Debug)]
struct State {
    is_set: AtomicBool,
    waker: AtomicWaker,
    client: ClientId,
    socket: Option<Sender>,
}

impl Signal {
    pub(super) fn new(client: ClientId, socket: Option<Sender>) -> Self {
        Self(Arc::new(State { is_set: AtomicBool::new(false), waker: AtomicWaker::new(), client, socket }))
    }

    /// Returns the client.
    pub(super) fn client(&self) -> &ClientId {
        &self.0.client
    }

    /// Returns the WebSocket of the connection, if it is one.
    pub(super) fn socket(&self) -> Option<&Sender> {
        self.0.socket.as_ref()
    }

    /// Polls until the signal is set, and resets it.
    pub(super) fn poll(&self, task: &Context<'_>) -> Poll<()> {
        // Most polls come because it is set. A swap alone would take the line from the setter each time.
        if self.0.is_set.load(Ordering::Acquire) && self.0.is_set.swap(false, Ordering::AcqRel) {
            return Poll::Ready(());
        }
        self.0.waker.register(task.waker());
        // It may have been set before the waker was registered.
        if self.0.is_set.swap(false, Ordering::AcqRel) { Poll::Ready(()) } else { Poll::Pending }
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
    use std::task::Waker;

    use super::*;

    #[test]
    fn a_signal_that_was_set_before_the_poll_is_seen_once() {
        let signal = Signal::new(ClientId::from_text("x"), None);
        let poll = || signal.poll(&Context::from_waker(Waker::noop()));
        signal.wake();
        signal.wake();
        assert_eq!([poll(), poll()], [Poll::Ready(()), Poll::Pending]);
        signal.wake();
        assert_eq!([poll(), poll()], [Poll::Ready(()), Poll::Pending]);
    }
}
