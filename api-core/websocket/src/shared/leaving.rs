//! Going away: a handler that asked to be told has time for a word of its own protocol before the close.

use std::task::{Context, Poll};

use super::{CloseFrame, Shared};
use crate::CloseCode;

/// How a shutdown meets this connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaving {
    /// Nobody asked to be told: it is closed at once.
    AtOnce,
    /// Somebody wants to be told first.
    Announced,
    /// They were told.
    Begun,
}

impl Shared {
    /// The server goes away: closes with 1001, at once or once whoever asked has had the close time-out for it.
    pub(crate) fn leave(&self) {
        let mut state = self.lock();
        if state.leaving == Leaving::AtOnce {
            drop(state);
            let _ = self.close(&CloseFrame::code_only(CloseCode::GOING_AWAY), None);
            return;
        }
        state.leaving = Leaving::Begun;
        let now = state.now();
        state.machine.leave(now);
        drop(state);
        self.wake_all();
    }

    /// Ready once [`Shared::leave`] was called or nothing can be sent any more. Whoever asks will be told.
    pub(crate) fn poll_going_away(&self, task: &mut Context<'_>) -> Poll<()> {
        let mut state = self.lock();
        if state.leaving == Leaving::Begun || state.machine.open().is_err() {
            return Poll::Ready(());
        }
        state.leaving = Leaving::Announced;
        // Whoever closes or ends the connection wakes all of these.
        self.writers.register(task.waker());
        Poll::Pending
    }
}
