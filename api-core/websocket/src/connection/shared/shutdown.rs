//! Shutdown of the server. A handler that waits for it can send messages before the connection is closed.

use std::task::{Context, Poll};

use crate::message::{CloseCode, CloseFrame};

use super::Shared;
use super::state::Shutdown;

impl Shared {
    /// Closes with 1001: at once, or after the close time-out if a handler waits for the shutdown.
    pub(crate) fn shut_down(&self) {
        let mut state = self.lock();
        if state.shutdown == Shutdown::AtOnce {
            drop(state);
            let _ = self.close(&CloseFrame::code_only(CloseCode::GOING_AWAY), None);
            return;
        }
        state.shutdown = Shutdown::Begun;
        let now = state.now();
        state.machine.shut_down(now);
        drop(state);
        self.wake_all();
    }

    /// Polls until [`Shared::shut_down`] was called or nothing can be sent any more.
    pub(crate) fn poll_going_away(&self, task: &mut Context<'_>) -> Poll<()> {
        let mut state = self.lock();
        if state.shutdown == Shutdown::Begun || state.machine.check_open().is_err() {
            return Poll::Ready(());
        }
        state.shutdown = Shutdown::Announced;
        // Closing and ending the connection wake the writers.
        self.writers.register(task.waker());
        Poll::Pending
    }
}
