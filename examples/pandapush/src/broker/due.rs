//! Sockets that are to be written: most take an event at once, without waking the task of their connection.

use super::frame::Frame;
use super::outlet::Waiter;
use super::{Attachment, Broker};

/// A socket and what is to be written to it. Until it is settled or handed over it gets nothing else.
#[derive(Debug)]
pub struct Due<W> {
    /// Its place at the session.
    pub attachment: Attachment,
    /// What the connection waits with.
    pub waiter: W,
    /// The oldest event.
    pub first: Frame,
    /// The events after it.
    pub rest: Vec<Frame>,
}

impl<W: Waiter + Clone> Broker<W> {
    /// Takes up to `most` sockets that are to be written, with all that waits for them, and appends them to `batch`.
    pub fn take_due(&mut self, most: usize, batch: &mut Vec<Due<W>>) {
        while batch.len() < most
            && let Some(attachment) = self.due.pop_front()
        {
            let session = self.sessions.get_mut(attachment.session).filter(|session| !session.is_overflowed);
            if let Some((waiter, first, rest)) = session.and_then(|session| session.take_due(attachment.number)) {
                batch.push(Due { attachment, waiter, first, rest });
            }
        }
    }

    /// Returns how many sockets are to be written.
    pub fn due(&self) -> usize {
        self.due.len()
    }
}

impl<W: Waiter> Broker<W> {
    /// Notes that a socket has sent what it took. If more waits by now, it is due again.
    pub fn settle(&mut self, attachment: Attachment) {
        let session = self.sessions.get_mut(attachment.session).filter(|session| !session.is_overflowed);
        if let Some(number) = session.and_then(|session| session.settle(attachment.number)) {
            self.due.push_back(Attachment { number, ..attachment });
        }
    }

    /// Wakes the connection of a socket that could not be written at once. It polls for what waits and sends it itself.
    pub fn hand_over(&mut self, attachment: Attachment) {
        if let Some(session) = self.sessions.get_mut(attachment.session) {
            session.hand_over(attachment.number);
        }
    }
}
