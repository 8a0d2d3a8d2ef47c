//! Receiving: from the transport through the machine to the task that waits for a message.

use std::task::{Context, Poll, ready};
use std::time::Instant;

use crate::error::ConnectionError;
use crate::message::{DataMessage, Message};

use super::Shared;
use super::notices::Notices;
use super::state::{Attention, Inbox, PeerClose, State};

impl Shared {
    /// Receives the next message if it is a data message that arrives whole while nothing else is to be done, as nearly
    /// every message does. Ready with `None` otherwise: [`Shared::poll_receive`] receives then.
    #[inline]
    pub(crate) fn poll_whole(&self, task: &mut Context<'_>) -> Poll<Option<DataMessage>> {
        let mut state = self.lock_for_message();
        if state.driver.is_none() || !matches!(state.inbox, Inbox::Empty) || state.machine.ended().is_some() {
            return Poll::Ready(None);
        }
        if state.machine.input.is_empty() {
            if !self.flush(&mut state) {
                return Poll::Ready(None);
            }
            let alone = self.readers.take_seat(&mut state.reader, task.waker());
            state.listener.register(task.waker());
            match self.read(&mut state, task, alone) {
                Poll::Pending => {
                    state.listener.set(Attention::Waiting);
                    self.settle(&mut state, task);
                    return Poll::Pending;
                }
                Poll::Ready(true) => {}
                Poll::Ready(false) => {
                    state.quiet = false;
                    self.wake_all();
                    return Poll::Ready(None);
                }
            }
        }
        let message = state.machine.receive_whole();
        state.listener.set(Attention::Busy);
        Poll::Ready(message)
    }

    /// Receives the next message. Control messages are answered before.
    pub(crate) fn poll_receive(&self, task: &mut Context<'_>) -> Poll<Result<Message, ConnectionError>> {
        let mut notices = Notices::default();
        let received = {
            let mut state = self.lock();
            let received = self.receive(&mut state, task, &mut notices);
            // A task that has received a message may be busy. Only a task that waits answers pings and close frames.
            state.listener.set(if received.is_pending() { Attention::Waiting } else { Attention::Busy });
            if let Poll::Ready(Ok(Message::Pong(payload))) = &received {
                notices.pong(payload.clone(), &state.machine);
            }
            received
        };
        // The actions run without the lock, because they may send.
        notices.run();
        received
    }

    fn receive(
        &self,
        state: &mut State,
        task: &mut Context<'_>,
        notices: &mut Notices,
    ) -> Poll<Result<Message, ConnectionError>> {
        if state.inbox.holds_message()
            && let Some(message) = state.take_ahead()
        {
            self.writers.wake_all();
            return Poll::Ready(Ok(message.into()));
        }
        loop {
            // Without new bytes there is no message.
            if state.machine.has_news() {
                match state.next_message() {
                    Ok(Some(message @ (Message::Text(_) | Message::Binary(_)))) => return Poll::Ready(Ok(message)),
                    Ok(Some(message)) => {
                        // A burst of pings is answered in one write.
                        if state.machine.input.is_empty() {
                            self.flush(state);
                        }
                        if matches!(message, Message::Close(_)) {
                            state.close_frame = PeerClose::Returned;
                            self.wake_all();
                        }
                        return Poll::Ready(Ok(message));
                    }
                    Ok(None) => {}
                    Err(ConnectionError::CloseRequest(frame)) if state.close_frame == PeerClose::Unseen => {
                        // The driver has read it.
                        state.close_frame = PeerClose::Returned;
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
            let alone = self.readers.take_seat(&mut state.reader, task.waker());
            if state.driver.is_none() && !flushed {
                self.writers.register(task.waker());
            }
            state.listener.register(task.waker());
            if state.driver.is_none() && self.tick(state, task, notices) {
                self.wake_all();
                return Poll::Ready(Err(state.why()));
            }
            match self.read(state, task, alone) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(true) => {}
                Poll::Ready(false) => {
                    self.wake_all();
                    return Poll::Ready(Err(state.why()));
                }
            }
        }
    }

    /// Performs what is due if there is no driver. Returns whether the connection has ended.
    fn tick(&self, state: &mut State, task: &mut Context<'_>, notices: &mut Notices) -> bool {
        while state.machine.ended().is_none() {
            let Some((deadline, transport)) = state.machine.deadline().zip(state.transport.as_mut()) else {
                return false;
            };
            let wire = &mut transport.wire;
            if wire.poll_deadline(task, deadline).is_pending() {
                return false;
            }
            let now = wire.now();
            let tick = state.machine.tick(now);
            notices.pinged(tick, &state.machine);
            self.flush(state);
            if tick.abandoned {
                state.transport = None;
            }
        }
        true
    }

    /// Reads the transport. Ready with `true` once bytes were read, with `false` at its end.
    ///
    /// The transport wakes the last task that polled it. That is this task if it is alone, and otherwise all readers.
    #[inline]
    pub(super) fn read(&self, state: &mut State, task: &mut Context<'_>, alone: bool) -> Poll<bool> {
        let Some(transport) = &mut state.transport else {
            state.machine.end_of_input(None, Instant::now());
            return Poll::Ready(false);
        };
        let read = if alone {
            transport.wire.poll_read(task, &mut state.machine.input)
        } else {
            transport.wire.poll_read(&mut Context::from_waker(&self.read_waker), &mut state.machine.input)
        };
        let end = match ready!(read) {
            Ok(1..) => {
                state.machine.record_received(|| transport.wire.now());
                return Poll::Ready(true);
            }
            Ok(0) => None,
            Err(error) => Some(error),
        };
        let now = transport.wire.now();
        state.machine.end_of_input(end, now);
        Poll::Ready(false)
    }
}
