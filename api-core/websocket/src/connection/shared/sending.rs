//! Sending: from the task that sends through the machine to the transport.

use std::task::{Context, Poll, ready};
use std::time::Instant;

use crate::error::ConnectionError;
use crate::protocol::{Machine, PreparedMessage};

use super::Shared;
use super::state::{Outlet, State};

impl Shared {
    /// Puts a message into the output once there is room.
    pub(crate) fn poll_send(
        &self,
        task: &mut Context<'_>,
        put: &mut dyn FnMut(&mut Machine, Instant) -> Result<(), ConnectionError>,
    ) -> Poll<Result<(), ConnectionError>> {
        let mut state = self.lock();
        if let Err(error) = state.machine.check_open() {
            return Poll::Ready(Err(error));
        }
        if state.machine.is_full() {
            self.writers.register(task.waker());
            self.flush(&mut state);
            if let Err(error) = state.machine.check_open() {
                return Poll::Ready(Err(error));
            }
            if state.machine.is_full() {
                return Poll::Pending;
            }
        }
        let now = state.now();
        Poll::Ready(put(&mut state.machine, now))
    }

    /// Puts a message into the output once there is room, and writes what the transport takes: both under one lock in
    /// the common case. Returns whether everything is written, so that [`Shared::poll_flush`] has nothing to do.
    pub(crate) fn poll_send_now(
        &self,
        task: &mut Context<'_>,
        text: bool,
        payload: &[u8],
    ) -> Poll<Result<bool, ConnectionError>> {
        let mut state = self.lock_for_message();
        if state.machine.is_full() {
            drop(state);
            ready!(self.poll_send(task, &mut |machine, now| machine.send_payload(text, payload, now)))?;
            return Poll::Ready(Ok(false));
        }
        state.machine.put_payload(text, payload)?;
        let flushed = self.write_output(&mut state) && state.machine.lost().is_none();
        state.quiet &= flushed;
        Poll::Ready(Ok(flushed))
    }

    /// Puts a message into the output once there is room. The caller writes it before it waits for anything else.
    pub(crate) fn poll_feed(
        &self,
        task: &mut Context<'_>,
        text: bool,
        payload: &[u8],
    ) -> Poll<Result<(), ConnectionError>> {
        let mut state = self.lock_for_message();
        if state.machine.is_full() {
            drop(state);
            return self.poll_send(task, &mut |machine, now| machine.send_payload(text, payload, now));
        }
        Poll::Ready(state.machine.put_payload(text, payload))
    }

    /// Puts a prepared message into the output once there is room. The caller writes it before it waits for anything
    /// else.
    pub(crate) fn poll_feed_prepared(
        &self,
        task: &mut Context<'_>,
        message: &PreparedMessage,
    ) -> Poll<Result<(), ConnectionError>> {
        self.poll_send(task, &mut |machine, now| machine.send_prepared(message, now))
    }

    /// Writes the output as far as the transport takes it. Ready once nothing more is received or sent.
    pub(crate) fn poll_rest(&self, task: &mut Context<'_>) -> Poll<()> {
        let mut state = self.lock_for_message();
        // Registers before the write, because the transport may have room again right after it.
        self.writers.take_seat(&mut state.writer, task.waker());
        let flushed = self.flush(&mut state);
        state.quiet &= flushed;
        if state.machine.is_over() {
            return Poll::Ready(());
        }
        // The write may have woken and removed the writers.
        self.writers.take_seat(&mut state.writer, task.waker());
        self.settle(&mut state, task);
        Poll::Pending
    }

    /// Sends prepared messages while there is room. Returns how many there were.
    pub(crate) fn try_send(
        &self,
        messages: &mut dyn Iterator<Item = &PreparedMessage>,
    ) -> Result<usize, ConnectionError> {
        let mut state = self.lock();
        state.machine.check_open()?;
        let Some(first) = messages.next() else { return Ok(0) };
        let mut next = messages.next();
        let mut count = 0;
        let alone = next.is_none() && state.machine.output().is_empty();
        if let Some(frame) = alone.then(|| state.machine.shared_frame(first)).flatten() {
            self.write_through(&mut state, frame);
            count = 1;
        } else {
            if state.machine.is_full() {
                self.flush(&mut state);
            }
            let mut message = Some(first);
            while let Some(sent) = message.filter(|_| !state.machine.is_full()) {
                match state.machine.put_prepared(sent) {
                    Ok(()) => count += 1,
                    Err(error) if count == 0 => return Err(error),
                    // The next call returns the error. Those before it are sent.
                    Err(_) => break,
                }
                message = next.take().or_else(|| messages.next());
            }
            self.flush(&mut state);
        }
        match state.machine.lost() {
            Some(error) => Err(error.clone()),
            None => Ok(count),
        }
    }

    /// Writes an encoded frame past the empty output, which gets what the transport does not take. Many connections
    /// write the same bytes, and none touches its own memory for them.
    fn write_through(&self, state: &mut State, frame: &[u8]) {
        let mut task = Context::from_waker(&self.write_waker);
        let written = match &mut state.transport {
            Some(transport) if transport.outlet != Outlet::ShutDown => {
                let written = transport.wire.poll_write(&mut task, frame);
                if let Poll::Ready(Ok(1..)) = written {
                    transport.outlet = Outlet::Unflushed;
                }
                written
            }
            _ => Poll::Pending,
        };
        let rest = match written {
            Poll::Pending => frame,
            Poll::Ready(Ok(0)) => {
                self.broken(state, std::io::ErrorKind::WriteZero.into());
                return;
            }
            Poll::Ready(Ok(count)) => frame.get(count..).unwrap_or_default(),
            Poll::Ready(Err(error)) => {
                self.broken(state, error);
                return;
            }
        };
        if !rest.is_empty() {
            let now = state.now();
            state.machine.put_encoded(rest, now);
        }
        self.flush(state);
    }

    /// Puts a message into the output, whether there is room or not.
    pub(crate) fn put(
        &self,
        put: impl FnOnce(&mut Machine, Instant) -> Result<(), ConnectionError>,
    ) -> Result<(), ConnectionError> {
        let mut state = self.lock();
        let now = state.now();
        put(&mut state.machine, now)
    }

    /// Writes the output. Ready once all is written, or, where there is a driver and `all` is not set, once senders
    /// need not wait.
    pub(crate) fn poll_flush(&self, task: &mut Context<'_>, all: bool) -> Poll<Result<(), ConnectionError>> {
        let mut state = self.lock();
        if all || state.driver.is_none() {
            // Registers before the write, because the transport may have room again right after it.
            self.writers.register(task.waker());
        }
        let flushed = self.flush(&mut state);
        if let Some(error) = state.machine.lost() {
            return Poll::Ready(Err(error.clone()));
        }
        if flushed || (state.driver.is_some() && !all && !state.machine.is_full()) {
            return Poll::Ready(Ok(()));
        }
        if state.transport.is_none() {
            return Poll::Ready(Err(state.why()));
        }
        // The driver wakes this task once there is room.
        self.writers.register(task.waker());
        Poll::Pending
    }

    /// Writes as much as the transport takes. Returns whether that was all.
    #[inline]
    pub(super) fn flush(&self, state: &mut State) -> bool {
        let outlet = state.transport.as_ref().map(|transport| transport.outlet);
        if state.machine.output().is_empty() && outlet != Some(Outlet::Unflushed) {
            return true;
        }
        self.flush_output(state)
    }

    fn flush_output(&self, state: &mut State) -> bool {
        self.write_output(state)
    }

    #[expect(clippy::inline_always, reason = "a part of the way of each message, across units of code generation")]
    #[inline(always)]
    fn write_output(&self, state: &mut State) -> bool {
        let flushed = self.write(state);
        if !flushed {
            self.hasten_driver(state);
        }
        flushed
    }

    /// Wakes the driver if it may sleep past the deadline of stalled output.
    #[cold]
    fn hasten_driver(&self, state: &mut State) {
        let Some(driver) = &mut state.driver else { return };
        let due = state.machine.deadline();
        if due.is_some_and(|due| driver.armed.is_none_or(|armed| due < armed)) {
            driver.armed = due;
            self.writers.wake_all();
        }
    }

    #[expect(clippy::inline_always, reason = "a part of the way of each message, across units of code generation")]
    #[inline(always)]
    fn write(&self, state: &mut State) -> bool {
        let mut task = Context::from_waker(&self.write_waker);
        let was_full = state.machine.is_full();
        loop {
            let Some(transport) = &mut state.transport else { return state.machine.output().is_empty() };
            if state.machine.output().is_empty() {
                if transport.outlet != Outlet::Unflushed {
                    break;
                }
                match transport.wire.poll_flush(&mut task) {
                    Poll::Pending => return false,
                    Poll::Ready(Ok(())) => transport.outlet = Outlet::Flushed,
                    Poll::Ready(Err(error)) => return self.broken(state, error),
                }
                continue;
            }
            if transport.outlet == Outlet::ShutDown {
                return false;
            }
            match transport.wire.poll_write(&mut task, state.machine.output()) {
                Poll::Pending => {
                    let now = transport.wire.now();
                    state.machine.output_waits(now);
                    if was_full && !state.machine.is_full() {
                        self.writers.wake_all();
                    }
                    return false;
                }
                Poll::Ready(Ok(count)) if count > 0 => {
                    transport.outlet = Outlet::Unflushed;
                    if count >= state.machine.output().len() {
                        state.machine.all_written();
                    } else {
                        let now = transport.wire.now();
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

    /// Handles an error of writing. Bytes that the peer has sent before can still be read.
    fn broken(&self, state: &mut State, error: std::io::Error) -> bool {
        let now = state.now();
        state.machine.end_of_output(error, now);
        // The connection is to be closed within a time, which a round of the driver arms.
        state.quiet = false;
        if let Some(transport) = &mut state.transport
            && transport.outlet == Outlet::Unflushed
        {
            transport.outlet = Outlet::Flushed;
        }
        self.wake_all();
        true
    }
}
