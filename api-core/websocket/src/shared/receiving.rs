//! Receiving: from the wire through the machine to whoever waits for a message.

use std::task::{Context, Poll};
use std::time::Instant;

use super::notices::Notices;
use super::{ConnectionError, Message, Shared, State};

impl Shared {
    /// The next message; those of the protocol's own business included, which are answered already.
    pub(crate) fn poll_receive(&self, task: &mut Context<'_>) -> Poll<Result<Message, ConnectionError>> {
        let mut notices = Notices::default();
        let received = {
            let mut state = self.lock();
            let received = self.receive(&mut state, task, &mut notices);
            // Who got a message may be busy with it for long; only who waits for one looks after pings and closes.
            state.received_lately = received.is_pending();
            if let Poll::Ready(Ok(Message::Pong(payload))) = &received {
                notices.pong(payload.clone(), &state.machine);
            }
            received
        };
        // Outside of the lock, since the actions may send.
        notices.tell();
        received
    }

    fn receive(
        &self,
        state: &mut State,
        task: &mut Context<'_>,
        notices: &mut Notices,
    ) -> Poll<Result<Message, ConnectionError>> {
        if let Some(message) = state.ahead.take() {
            let now = state.now();
            state.machine.suspend(false, now);
            self.writers.wake_all();
            return Poll::Ready(Ok(message.into()));
        }
        loop {
            // Without new bytes there is nothing that was not looked at before.
            if state.machine.has_news() {
                let now = state.now();
                match state.machine.receive(now) {
                    Ok(Some(message)) => {
                        // A burst of pings is answered in one write, when it is over.
                        if !matches!(message, Message::Text(_) | Message::Binary(_)) && state.machine.input.is_empty() {
                            self.flush(state);
                        }
                        if matches!(message, Message::Close(_)) {
                            state.close_shown = true;
                            self.wake_all();
                        }
                        return Poll::Ready(Ok(message));
                    }
                    Ok(None) => {}
                    Err(ConnectionError::CloseRequest(frame)) if !state.close_shown => {
                        // The driver saw it first.
                        state.close_shown = true;
                        return Poll::Ready(Ok(Message::Close(frame)));
                    }
                    Err(error) => {
                        self.flush(state);
                        self.wake_all();
                        return Poll::Ready(Err(error));
                    }
                }
            }
            let flushed = self.flush(state);
            self.readers.register(task.waker());
            if !state.driven && !flushed {
                self.writers.register(task.waker());
            }
            if !state.receiver.as_ref().is_some_and(|known| known.will_wake(task.waker())) {
                state.receiver = Some(task.waker().clone());
            }
            if !state.driven && self.tick(state, task, notices) {
                self.wake_all();
                return Poll::Ready(Err(state.why()));
            }
            match self.read(state) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(true) => {}
                Poll::Ready(false) => {
                    self.wake_all();
                    return Poll::Ready(Err(state.why()));
                }
            }
        }
    }

    /// Does what is due where nobody drives; whether that was the end.
    fn tick(&self, state: &mut State, task: &mut Context<'_>, notices: &mut Notices) -> bool {
        while state.machine.ended().is_none() {
            let Some((deadline, wire)) = state.machine.deadline().zip(state.wire.as_mut()) else { return false };
            if wire.poll_deadline(task, deadline).is_pending() {
                return false;
            }
            let now = wire.now();
            let tick = state.machine.tick(now);
            notices.pinged(tick, &state.machine);
            self.flush(state);
            if tick.abandoned {
                state.wire = None;
            }
        }
        true
    }

    /// Whether bytes came, or the end did.
    pub(super) fn read(&self, state: &mut State) -> Poll<bool> {
        let Some(wire) = &mut state.wire else {
            state.machine.end_of_input(None, Instant::now());
            return Poll::Ready(false);
        };
        let mut task = Context::from_waker(&self.read_waker);
        let read = wire.poll_read(&mut task, &mut state.machine.input);
        let now = match &read {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(_) => wire.now(),
        };
        Poll::Ready(match read {
            Poll::Ready(Ok(count)) if count > 0 => {
                state.machine.heard(now);
                true
            }
            Poll::Ready(Err(error)) => {
                state.machine.end_of_input(Some(error), now);
                false
            }
            _ => {
                state.machine.end_of_input(None, now);
                false
            }
        })
    }
}
