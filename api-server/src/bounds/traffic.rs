//! What one connection is doing, noted where it happens and read by the deadlines.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The state of one connection. Its copies share it.
///
/// The flags are independent of each other, and each is set and read by the connection's task, or by a task that the
/// connection's task waits for. So relaxed order suffices.
#[derive(Debug, Clone, Default)]
pub(crate) struct Traffic(Arc<Flags>);

#[derive(Debug, Default)]
struct Flags {
    /// The peer accepts no bytes at present.
    stalled: AtomicBool,
    /// A request is being answered. Only HTTP/1.1 keeps it, which answers one at a time.
    answering: AtomicBool,
    /// Something was to be written, or an answer ended, since the last look.
    advanced: AtomicBool,
}

impl Traffic {
    /// Sets whether the peer accepts no bytes at present.
    pub(crate) fn set_stalled(&self, stalled: bool) {
        self.0.stalled.store(stalled, Ordering::Relaxed);
        self.advance();
    }

    /// Returns whether the peer accepts no bytes at present.
    pub(crate) fn is_stalled(&self) -> bool {
        self.0.stalled.load(Ordering::Relaxed)
    }

    /// Notes that the head of a request has arrived.
    pub(crate) fn begin_answer(&self) {
        self.0.answering.store(true, Ordering::Relaxed);
    }

    /// Notes that the whole answer is made, and at most waits to be written.
    pub(crate) fn end_answer(&self) {
        self.0.answering.store(false, Ordering::Relaxed);
        self.advance();
    }

    /// Returns whether a request is being answered.
    pub(crate) fn is_answering(&self) -> bool {
        self.0.answering.load(Ordering::Relaxed)
    }

    /// Notes that something was to be written.
    pub(crate) fn advance(&self) {
        self.0.advanced.store(true, Ordering::Relaxed);
    }

    /// Returns whether something was to be written or an answer ended since the last call.
    pub(crate) fn take_advance(&self) -> bool {
        let advanced = self.0.advanced.load(Ordering::Relaxed);
        if advanced {
            self.0.advanced.store(false, Ordering::Relaxed);
        }
        advanced
    }
}

/// An answer that is made piece by piece. It ends when this value is dropped.
#[derive(Debug)]
pub(crate) struct Answering(Traffic);

impl Answering {
    /// Continues the answer of a connection.
    pub(crate) fn on(traffic: Traffic) -> Self {
        Self(traffic)
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        self.0.end_answer();
    }
}
