//! A bounded queue between a topic and one subscriber; no lock is held across a wait.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use crate::dialect::End;

/// What happens to a subscriber that reads more slowly than events come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LagPolicy {
    /// It is ended with a reason and may come back; the others never wait.
    #[default]
    Close,
    /// It misses the oldest events that wait.
    DropOldest,
    /// The publisher waits for it.
    Backpressure,
}

/// One subscriber's waiting items.
#[derive(Debug)]
pub(super) struct Queue<I> {
    state: Mutex<State<I>>,
    capacity: usize,
}

#[derive(Debug)]
struct State<I> {
    items: VecDeque<I>,
    end: Option<End>,
    reader: Option<Waker>,
    writers: Vec<Waker>,
    abandoned: bool,
}

/// What became of an offered item.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Offer {
    Taken,
    Full,
    Gone,
}

impl<I> Queue<I> {
    pub(super) fn new(capacity: usize) -> Self {
        let state = State { items: VecDeque::new(), end: None, reader: None, writers: Vec::new(), abandoned: false };
        Self { state: Mutex::new(state), capacity: capacity.max(1) }
    }

    /// Adds an item; what happens past the capacity is the policy's to say. `Full` is answered under back-pressure only.
    ///
    /// Whoever is to be woken is put on the list: waking runs code of others, which must find no lock held.
    pub(super) fn offer(&self, item: I, policy: LagPolicy, sleepers: &mut Vec<Waker>) -> Offer {
        let mut state = self.lock();
        if state.abandoned || state.end.is_some() {
            return Offer::Gone;
        }
        if state.items.len() >= self.capacity {
            match policy {
                LagPolicy::Close => {
                    state.end = Some(End::lagged());
                    state.items.clear();
                    sleepers.extend(state.reader.take());
                    return Offer::Gone;
                }
                LagPolicy::DropOldest => {
                    state.items.pop_front();
                }
                LagPolicy::Backpressure => return Offer::Full,
            }
        }
        state.items.push_back(item);
        sleepers.extend(state.reader.take());
        Offer::Taken
    }

    /// Whether there is room, or nobody who reads; else the task is woken when that changes.
    pub(super) fn poll_room(&self, task: &Context<'_>) -> Poll<()> {
        let mut state = self.lock();
        if state.items.len() < self.capacity || state.abandoned || state.end.is_some() {
            return Poll::Ready(());
        }
        if !state.writers.iter().any(|waker| waker.will_wake(task.waker())) {
            state.writers.push(task.waker().clone());
        }
        Poll::Pending
    }

    /// Lets the reader finish what waits, then gives it this end; answers who is to be woken.
    pub(super) fn finish(&self, end: End) -> Vec<Waker> {
        let mut state = self.lock();
        state.end.get_or_insert(end);
        let mut sleepers = std::mem::take(&mut state.writers);
        sleepers.extend(state.reader.take());
        sleepers
    }

    /// The next item, or the end.
    pub(super) fn poll(&self, task: &Context<'_>) -> Poll<Result<I, End>> {
        let mut state = self.lock();
        if let Some(item) = state.items.pop_front() {
            let writers = std::mem::take(&mut state.writers);
            drop(state);
            writers.into_iter().for_each(Waker::wake);
            return Poll::Ready(Ok(item));
        }
        if let Some(end) = state.end.clone() {
            return Poll::Ready(Err(end));
        }
        if !state.reader.as_ref().is_some_and(|waker| waker.will_wake(task.waker())) {
            state.reader = Some(task.waker().clone());
        }
        Poll::Pending
    }

    /// Nobody reads any more.
    pub(super) fn abandon(&self) {
        let mut state = self.lock();
        state.abandoned = true;
        state.items.clear();
        let writers = std::mem::take(&mut state.writers);
        drop(state);
        writers.into_iter().for_each(Waker::wake);
    }

    pub(super) fn is_abandoned(&self) -> bool {
        self.lock().abandoned
    }

    fn lock(&self) -> MutexGuard<'_, State<I>> {
        // Nothing inside panics between two changes that belong together, so a poisoned state is still whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
