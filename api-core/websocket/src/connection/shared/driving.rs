//! Driving a connection: the work that is due while no call receives or sends, and the end of the transport.

use std::sync::atomic::Ordering;
use std::task::{Context, Poll};
use std::time::Duration;

use crate::error::ConnectionError;
use crate::message::{DataMessage, Message};
use crate::options::Role;

use super::Shared;
use super::notices::Notices;
use super::state::{Attention, Driver, DriverKind, Inbox, Outlet, State};

/// How long the driver may leave pings unanswered while a receiver in another task is busy.
const LOOK_AFTER: Duration = Duration::from_secs(1);

/// The largest number of frames that are read in one round.
const BURST: usize = 256;

impl Shared {
    /// Performs the work that is due while no call receives or sends. Ready once the transport is closed.
    pub(crate) fn poll_drive(&self, task: &mut Context<'_>) -> Poll<()> {
        loop {
            let mut notices = Notices::default();
            let driven = {
                let mut state = self.lock();
                state.driver.get_or_insert(Driver::new(DriverKind::Handler)).set_task(task.waker());
                self.writers.register(task.waker());
                self.drive(&mut state, task, &mut notices)
            };
            if !notices.run() {
                return driven;
            }
        }
    }

    /// Records that the driver has nothing to do, if this is so: its own task waits for a message, everything is
    /// written, and the deadline is that of the last round. Then [`Shared::take_settled`] replaces a
    /// round.
    #[expect(clippy::inline_always, reason = "a part of the way of each message, across units of code generation")]
    #[inline(always)]
    pub(super) fn settle(&self, state: &mut State, task: &mut Context<'_>) {
        if state.is_settled(task) {
            self.writers.take_seat(&mut state.writer, task.waker());
            // As after a round.
            state.listener.set(Attention::Busy);
            self.settled.store(true, Ordering::Release);
        }
    }

    /// Returns whether a round of the driver would change nothing, as after nearly every message. Only once: the
    /// receiving task may be busy after it.
    #[inline]
    pub(crate) fn take_settled(&self) -> bool {
        self.settled.load(Ordering::Relaxed) && self.settled.swap(false, Ordering::AcqRel)
    }

    fn drive(&self, state: &mut State, task: &mut Context<'_>, notices: &mut Notices) -> Poll<()> {
        loop {
            if state.transport.is_none() {
                return Poll::Ready(());
            }
            self.flush(state);
            let receiving = state.listener.attention() == Attention::Waiting;
            state.listener.set(Attention::Busy);
            if state.machine.ended().is_none() && (!receiving || state.inbox.discards()) {
                self.read_ahead(state, task, notices);
            }
            if state.machine.is_over() && self.end(state, task).is_ready() {
                state.transport = None;
                self.wake_all();
                return Poll::Ready(());
            }
            let due = state.machine.deadline();
            let Some(transport) = &mut state.transport else { return Poll::Ready(()) };
            // A receiver in this task is noticed in each round.
            let look_after = receiving && state.listener.is_elsewhere(task.waker()) && !state.inbox.holds_message();
            let look = look_after.then(|| transport.wire.now() + LOOK_AFTER);
            let armed = [due, look].into_iter().flatten().min();
            if let Some(driver) = &mut state.driver {
                driver.armed = armed;
            }
            if armed.is_none_or(|deadline| transport.wire.poll_deadline(task, deadline).is_pending()) {
                state.quiet = !look_after && state.is_idle();
                return Poll::Pending;
            }
            let now = transport.wire.now();
            let tick = state.machine.tick(now);
            notices.pinged(tick, &state.machine);
            if tick.abandoned {
                state.transport = None;
                self.wake_all();
                return Poll::Ready(());
            }
            if state.machine.ended().is_some() {
                self.wake_all();
            }
        }
    }

    /// Reads until there is a data message, so that pings are answered and a close frame is noticed while nothing
    /// receives.
    fn read_ahead(&self, state: &mut State, task: &mut Context<'_>, notices: &mut Notices) {
        let mut left = BURST;
        while !state.inbox.holds_message() && !notices.are_many() {
            left -= 1;
            if left == 0 {
                // Yields to other tasks, however much the peer sends.
                task.waker().wake_by_ref();
                return;
            }
            match state.next_message() {
                Ok(Some(message)) => {
                    let data = match message {
                        Message::Text(text) => DataMessage::Text(text),
                        Message::Binary(bytes) => DataMessage::Binary(bytes),
                        Message::Pong(payload) => {
                            notices.pong(payload, &state.machine);
                            continue;
                        }
                        // A burst of pings is answered in one write.
                        Message::Ping(_) => continue,
                        Message::Close(_) => {
                            self.wake_all();
                            return;
                        }
                    };
                    if matches!(state.inbox, Inbox::Empty) {
                        let now = state.now();
                        state.inbox = Inbox::Message(data);
                        state.machine.suspend(true, now);
                        self.readers.wake_all();
                    }
                }
                Err(_) => {
                    self.wake_all();
                    return;
                }
                Ok(None) => {
                    self.flush(state);
                    let alone = self.readers.take_seat(&mut state.reader, task.waker());
                    match self.read(state, task, alone) {
                        Poll::Pending => return,
                        Poll::Ready(true) => {}
                        Poll::Ready(false) => {
                            self.wake_all();
                            return;
                        }
                    }
                }
            }
        }
    }

    /// Ends the transport (RFC 6455 §7.1.1).
    ///
    /// Writes the rest of the output, shuts down the sending direction, and reads until the peer has done the same. A
    /// server shuts down first. Without reading to the end, a reset could discard the last frame. The close time-out
    /// limits the wait.
    fn end(&self, state: &mut State, task: &mut Context<'_>) -> Poll<()> {
        let lost = matches!(state.machine.ended(), Some(ConnectionError::ConnectionClosed(_)));
        let first = state.machine.role() == Role::Server || !state.machine.is_closed_by_peer();
        if !lost && !self.flush(state) {
            return Poll::Pending;
        }
        if (first || lost) && self.shut_down_wire(state).is_pending() {
            return Poll::Pending;
        }
        if !lost {
            let mut left = BURST;
            loop {
                left -= 1;
                if left == 0 {
                    task.waker().wake_by_ref();
                    return Poll::Pending;
                }
                state.machine.input.clear();
                let alone = self.readers.take_seat(&mut state.reader, task.waker());
                match self.read(state, task, alone) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(true) => {}
                    Poll::Ready(false) => break,
                }
            }
        }
        self.shut_down_wire(state)
    }

    pub(super) fn shut_down_wire(&self, state: &mut State) -> Poll<()> {
        let Some(transport) = &mut state.transport else { return Poll::Ready(()) };
        if transport.outlet == Outlet::ShutDown {
            return Poll::Ready(());
        }
        let mut task = Context::from_waker(&self.write_waker);
        transport.wire.poll_shutdown(&mut task).map(|_| transport.outlet = Outlet::ShutDown)
    }
}
