//! Sending: from whoever sends through the machine to the wire.

use std::task::{Context, Poll, ready};
use std::time::Instant;

use super::{ConnectionError, DataMessage, Machine, Shared, State};

impl Shared {
    /// Puts a message into the output once there is room, and writes what can be written.
    pub(crate) fn poll_send(
        &self,
        task: &mut Context<'_>,
        put: &mut dyn FnMut(&mut Machine, Instant) -> Result<(), ConnectionError>,
    ) -> Poll<Result<(), ConnectionError>> {
        let mut state = self.lock();
        if let Err(error) = state.machine.open() {
            return Poll::Ready(Err(error));
        }
        if state.machine.is_full() {
            self.writers.register(task.waker());
            self.flush(&mut state);
            if let Err(error) = state.machine.open() {
                return Poll::Ready(Err(error));
            }
            if state.machine.is_full() {
                return Poll::Pending;
            }
        }
        let now = state.now();
        Poll::Ready(put(&mut state.machine, now))
    }

    /// Puts a message into the output and writes it, where there is room: one step where two would be.
    pub(crate) fn poll_send_now(
        &self,
        task: &mut Context<'_>,
        message: &DataMessage,
    ) -> Poll<Result<(), ConnectionError>> {
        let mut state = self.lock();
        if state.machine.is_full() {
            drop(state);
            ready!(self.poll_send(task, &mut |machine, now| machine.send(message, now)))?;
            return Poll::Ready(Ok(()));
        }
        let now = state.now();
        if let Err(error) = state.machine.send(message, now) {
            return Poll::Ready(Err(error));
        }
        self.flush(&mut state);
        Poll::Ready(Ok(()))
    }

    /// Puts something into the output, room or not.
    pub(crate) fn put(
        &self,
        put: impl FnOnce(&mut Machine, Instant) -> Result<(), ConnectionError>,
    ) -> Result<(), ConnectionError> {
        let mut state = self.lock();
        let now = state.now();
        put(&mut state.machine, now)
    }

    /// Writes what was put into the output; all of it where nobody else would, what goes at once where somebody drives.
    pub(crate) fn poll_flush(&self, task: &mut Context<'_>, all: bool) -> Poll<Result<(), ConnectionError>> {
        let mut state = self.lock();
        if all || !state.driven {
            // Before the wire is asked: it may have room again in the very moment after it had none.
            self.writers.register(task.waker());
        }
        let flushed = self.flush(&mut state);
        if let Some(error) = state.machine.lost() {
            return Poll::Ready(Err(error.clone()));
        }
        if flushed || (state.driven && !all && !state.machine.is_full()) {
            return Poll::Ready(Ok(()));
        }
        if state.wire.is_none() {
            return Poll::Ready(Err(state.why()));
        }
        // Where somebody drives, the driver wakes this task once there is room.
        self.writers.register(task.waker());
        Poll::Pending
    }

    /// Writes as much as the wire takes; whether that was all.
    pub(super) fn flush(&self, state: &mut State) -> bool {
        let flushed = self.write(state);
        if !flushed && state.driven {
            // The driver may sleep without knowing of this: what is stalled has a deadline.
            let due = state.machine.deadline();
            if due.is_some_and(|due| state.armed.is_none_or(|armed| due < armed)) {
                state.armed = due;
                self.writers.wake_all();
            }
        }
        flushed
    }

    fn write(&self, state: &mut State) -> bool {
        if state.machine.output().is_empty() && !state.unflushed {
            return true;
        }
        let mut task = Context::from_waker(&self.write_waker);
        let was_full = state.machine.is_full();
        loop {
            let Some(wire) = &mut state.wire else { return state.machine.output().is_empty() };
            if state.machine.output().is_empty() {
                if !state.unflushed {
                    break;
                }
                match wire.poll_flush(&mut task) {
                    Poll::Pending => return false,
                    Poll::Ready(Ok(())) => state.unflushed = false,
                    Poll::Ready(Err(error)) => return self.broken(state, error),
                }
                continue;
            }
            match wire.poll_write(&mut task, state.machine.output()) {
                Poll::Pending => {
                    if was_full && !state.machine.is_full() {
                        self.writers.wake_all();
                    }
                    return false;
                }
                Poll::Ready(Ok(count)) if count > 0 => {
                    state.unflushed = true;
                    if count >= state.machine.output().len() {
                        state.machine.all_written();
                    } else {
                        let now = wire.now();
                        state.machine.written(count, now);
                    }
                }
                Poll::Ready(Ok(_)) => return self.broken(state, std::io::ErrorKind::WriteZero.into()),
                Poll::Ready(Err(error)) => return self.broken(state, error),
            }
        }
        if was_full {
            self.writers.wake_all();
        }
        true
    }

    /// Nothing can be written any more. What the peer said before it went is still there to be read.
    fn broken(&self, state: &mut State, error: std::io::Error) -> bool {
        let now = state.now();
        state.machine.unsendable(error, now);
        state.unflushed = false;
        self.wake_all();
        true
    }
}
