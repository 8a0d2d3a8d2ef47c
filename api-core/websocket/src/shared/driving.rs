//! Driving: what goes on while nobody receives or sends, and the end of the transport.

use std::task::{Context, Poll};

use super::notices::Notices;
use super::{ConnectionError, DataMessage, LOOK_AFTER, Message, Role, Shared, State};

/// How many frames are read in one round.
const BURST: usize = 256;

impl Shared {
    /// What must go on while nobody receives or sends. Ready once the wire is closed.
    pub(crate) fn poll_drive(&self, task: &mut Context<'_>) -> Poll<()> {
        loop {
            let mut notices = Notices::default();
            let driven = {
                let mut state = self.lock();
                state.driven = true;
                self.writers.register(task.waker());
                self.drive(&mut state, task, &mut notices)
            };
            if !notices.tell() {
                return driven;
            }
        }
    }

    fn drive(&self, state: &mut State, task: &mut Context<'_>, notices: &mut Notices) -> Poll<()> {
        loop {
            if state.wire.is_none() {
                return Poll::Ready(());
            }
            self.flush(state);
            let received_lately = std::mem::take(&mut state.received_lately);
            if state.machine.ended().is_none() && (!received_lately || state.receiver_gone) {
                self.read_ahead(state, task, notices);
            }
            if state.machine.is_over() && self.end(state, task).is_ready() {
                state.wire = None;
                self.wake_all();
                return Poll::Ready(());
            }
            let due = state.machine.deadline();
            let Some(wire) = &mut state.wire else { return Poll::Ready(()) };
            // A receiver of this very task is seen in each round.
            let elsewhere = state.receiver.as_ref().is_some_and(|receiver| !receiver.will_wake(task.waker()));
            let look = (received_lately && elsewhere && state.ahead.is_none()).then(|| wire.now() + LOOK_AFTER);
            state.armed = [due, look].into_iter().flatten().min();
            let Some(deadline) = state.armed else { return Poll::Pending };
            if wire.poll_deadline(task, deadline).is_pending() {
                return Poll::Pending;
            }
            let now = wire.now();
            let tick = state.machine.tick(now);
            notices.pinged(tick, &state.machine);
            if tick.abandoned {
                state.wire = None;
                self.wake_all();
                return Poll::Ready(());
            }
            if state.machine.ended().is_some() {
                self.wake_all();
            }
        }
    }

    /// Reads until there is a data message, so that pings are answered and a close is noticed while nobody receives.
    fn read_ahead(&self, state: &mut State, task: &mut Context<'_>, notices: &mut Notices) {
        let mut left = BURST;
        while state.ahead.is_none() && !notices.are_many() {
            left -= 1;
            if left == 0 {
                // Others get a turn, whatever the peer sends.
                task.waker().wake_by_ref();
                return;
            }
            let now = state.now();
            match state.machine.receive(now) {
                Ok(Some(message)) => {
                    let data = match message {
                        Message::Text(text) => DataMessage::Text(text),
                        Message::Binary(bytes) => DataMessage::Binary(bytes),
                        Message::Pong(payload) => {
                            notices.pong(payload, &state.machine);
                            continue;
                        }
                        // A burst of them is answered in one write, when it is over.
                        Message::Ping(_) => continue,
                        Message::Close(_) => {
                            self.wake_all();
                            return;
                        }
                    };
                    if !state.receiver_gone {
                        state.ahead = Some(data);
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
                    self.readers.register(task.waker());
                    match self.read(state) {
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

    /// The end of the transport (RFC 6455 §7.1.1): what is left is written, the server ends its direction first, and each end reads
    /// until the other's is over, so that the last frame is not lost to a reset. The close time-out bounds it.
    fn end(&self, state: &mut State, task: &mut Context<'_>) -> Poll<()> {
        let lost = matches!(state.machine.ended(), Some(ConnectionError::ConnectionClosed(_)));
        let first = state.machine.role() == Role::Server || !state.machine.is_agreed();
        if !lost && !self.flush(state) {
            return Poll::Pending;
        }
        if (first || lost) && self.shut_down(state).is_pending() {
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
                self.readers.register(task.waker());
                match self.read(state) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(true) => {}
                    Poll::Ready(false) => break,
                }
            }
        }
        self.shut_down(state)
    }

    pub(super) fn shut_down(&self, state: &mut State) -> Poll<()> {
        let Some(wire) = &mut state.wire else { return Poll::Ready(()) };
        if state.shut_down {
            return Poll::Ready(());
        }
        let mut task = Context::from_waker(&self.write_waker);
        wire.poll_shutdown(&mut task).map(|_| state.shut_down = true)
    }
}
