//! The bounded queue between a channel of Redis and one follower.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use crate::entry::Linked;

/// The entries that arrived for one follower.
#[derive(Debug)]
pub(crate) struct Mailbox {
    state: Mutex<State>,
    entries: usize,
    bytes: usize,
}

#[derive(Debug)]
struct State {
    waiting: VecDeque<Linked>,
    bytes: usize,
    /// Entries were not delivered. Further ones are not accepted, because the follower reads them all from the log.
    lost: bool,
    /// The number of entries that were accepted.
    arrived: u64,
    reader: Option<Waker>,
}

/// What a follower finds in its mailbox.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// The next entry, and its number.
    Entry(Linked, u64),
    /// Entries were not delivered and have to be read from the log. Later ones are delivered again.
    Lost,
}

impl Mailbox {
    pub(crate) fn new(entries: usize, bytes: usize) -> Self {
        let state = State { waiting: VecDeque::new(), bytes: 0, lost: false, arrived: 0, reader: None };
        Self { state: Mutex::new(state), entries, bytes }
    }

    /// Adds an entry, or notes that it is lost. The caller holds no lock, because this wakes the follower.
    pub(crate) fn deliver(&self, linked: &Linked) {
        let mut state = self.lock();
        if state.lost {
            return;
        }
        if state.waiting.len() >= self.entries || state.bytes >= self.bytes {
            state.lost = true;
        } else {
            state.bytes += linked.entry.payload.len();
            state.arrived += 1;
            state.waiting.push_back(linked.clone());
        }
        Self::wake(state);
    }

    /// Notes that entries may have been lost. The caller holds no lock, because this wakes the follower.
    pub(crate) fn lose(&self) {
        let mut state = self.lock();
        state.lost = true;
        Self::wake(state);
    }

    pub(crate) fn poll(&self, task: &Context<'_>) -> Poll<Delivery> {
        let mut state = self.lock();
        if let Some(linked) = state.waiting.pop_front() {
            state.bytes = state.bytes.saturating_sub(linked.entry.payload.len());
            let number = state.arrived - u64::try_from(state.waiting.len()).unwrap_or(0);
            return Poll::Ready(Delivery::Entry(linked, number));
        }
        if state.lost {
            state.lost = false;
            return Poll::Ready(Delivery::Lost);
        }
        if !state.reader.as_ref().is_some_and(|waker| waker.will_wake(task.waker())) {
            state.reader = Some(task.waker().clone());
        }
        Poll::Pending
    }

    /// Returns the number of entries that were accepted.
    pub(crate) fn arrived(&self) -> u64 {
        self.lock().arrived
    }

    fn wake(mut state: MutexGuard<'_, State>) {
        let reader = state.reader.take();
        // Waking can run any code, which must find no lock held.
        drop(state);
        if let Some(waker) = reader {
            waker.wake();
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::task::{Context, Poll, Waker};

    use bytes::Bytes;

    use super::{Delivery, Mailbox};
    use crate::entry::Linked;

    fn linked(number: usize, bytes: usize) -> Linked {
        let text = format!("{number}-0 {}-0\n{}", number - 1, "x".repeat(bytes));
        Linked::from_message(&Bytes::from(text)).unwrap()
    }

    fn poll(mailbox: &Mailbox) -> Poll<Delivery> {
        mailbox.poll(&Context::from_waker(Waker::noop()))
    }

    #[test]
    fn a_full_mailbox_keeps_what_it_has_and_reports_the_rest_as_lost() {
        // The bounds in entries and bytes, the sizes of the entries, and how many are kept.
        let table: [(usize, usize, &[usize], usize); 4] =
            [(2, 100, &[1, 1, 1, 1], 2), (9, 10, &[5, 5, 1], 2), (9, 10, &[50, 1], 1), (9, 10, &[9, 50, 1], 2)];
        for (entries, bytes, sizes, kept) in table {
            let mailbox = Mailbox::new(entries, bytes);
            for (number, size) in sizes.iter().enumerate() {
                mailbox.deliver(&linked(number + 1, *size));
            }
            for (number, size) in sizes.iter().enumerate().take(kept) {
                let expected = Delivery::Entry(linked(number + 1, *size), number as u64 + 1);
                assert_eq!(poll(&mailbox), Poll::Ready(expected));
                mailbox.deliver(&linked(100, 1));
            }
            assert_eq!(poll(&mailbox), Poll::Ready(Delivery::Lost));
            assert_eq!(poll(&mailbox), Poll::Pending);
            mailbox.deliver(&linked(7, 1));
            assert_eq!(poll(&mailbox), Poll::Ready(Delivery::Entry(linked(7, 1), kept as u64 + 1)));
        }
    }
}
