//! The bounded queue between a topic and one subscriber. No lock is held while a task waits.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use crate::backlog::{Backlog, Bounds, Measured};
use crate::dialect::End;

/// The policy for a subscriber whose queue is full, because it reads more slowly than events are published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LagPolicy {
    /// Ends the subscription with [`End::lagged`]. Publishers and other subscribers do not wait.
    #[default]
    Close,
    /// Drops the oldest events in the queue until there is room.
    DropOldest,
    /// Makes the publisher wait for room.
    Backpressure,
}

/// The queue of one subscriber.
#[derive(Debug)]
pub(super) struct Queue<I> {
    state: Mutex<State<I>>,
}

#[derive(Debug)]
struct State<I> {
    items: Backlog<I>,
    end: Option<End>,
    reader: Option<Waker>,
    writers: Vec<Waker>,
    abandoned: bool,
}

/// The result of offering an item.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Offer {
    Taken,
    Full,
    Gone,
}

impl<I: Measured> Queue<I> {
    pub(super) fn new(bounds: Bounds) -> Self {
        let state =
            State { items: Backlog::new(bounds), end: None, reader: None, writers: Vec::new(), abandoned: false };
        Self { state: Mutex::new(state) }
    }

    /// Adds an item, or applies the policy if the queue is full. Returns `Full` under back-pressure only.
    ///
    /// Adds the wakers to `wakers` instead of waking them: waking can run any code, which must find no lock held.
    pub(super) fn offer(&self, item: I, policy: LagPolicy, wakers: &mut Vec<Waker>) -> Offer {
        let mut state = self.lock();
        if state.abandoned || state.end.is_some() {
            return Offer::Gone;
        }
        while !state.items.has_room() {
            match policy {
                LagPolicy::Close => {
                    state.end = Some(End::lagged());
                    drop(state.items.take());
                    wakers.extend(state.reader.take());
                    return Offer::Gone;
                }
                LagPolicy::DropOldest => {
                    drop(state.items.pop());
                    // There may be room for more than this item.
                    wakers.append(&mut state.writers);
                }
                LagPolicy::Backpressure => return Offer::Full,
            }
        }
        state.items.push(item);
        wakers.extend(state.reader.take());
        Offer::Taken
    }

    /// Polls until the queue has room, or has no reader.
    pub(super) fn poll_room(&self, task: &Context<'_>) -> Poll<()> {
        let mut state = self.lock();
        if state.abandoned || state.end.is_some() || state.items.has_room() {
            return Poll::Ready(());
        }
        if !state.writers.iter().any(|waker| waker.will_wake(task.waker())) {
            state.writers.push(task.waker().clone());
        }
        Poll::Pending
    }

    /// Forgets a publisher that no longer waits for room.
    pub(super) fn forget(&self, publisher: &Waker) {
        self.lock().writers.retain(|waker| !waker.will_wake(publisher));
    }

    /// Sets the end, which the reader gets after the items in the queue. Returns the wakers to wake.
    pub(super) fn finish(&self, end: End) -> Vec<Waker> {
        let mut state = self.lock();
        state.end.get_or_insert(end);
        let mut wakers = std::mem::take(&mut state.writers);
        wakers.extend(state.reader.take());
        wakers
    }

    /// Polls for the next item. `Err` is the end. With the item is returned whether it was the last one for now: the
    /// task is then woken by the next, as if it had polled again.
    pub(super) fn poll(&self, task: &Context<'_>) -> Poll<Result<(I, bool), End>> {
        let mut state = self.lock();
        if let Some(item) = state.items.pop() {
            let is_last = state.items.is_empty() && state.end.is_none();
            if is_last {
                state.wait(task);
            }
            let writers = std::mem::take(&mut state.writers);
            drop(state);
            writers.into_iter().for_each(Waker::wake);
            return Poll::Ready(Ok((item, is_last)));
        }
        if let Some(end) = state.end.clone() {
            return Poll::Ready(Err(end));
        }
        state.wait(task);
        Poll::Pending
    }

    /// Marks the queue as having no reader, and drops its items.
    pub(super) fn abandon(&self) {
        let mut state = self.lock();
        state.abandoned = true;
        let (items, writers) = (state.items.take(), std::mem::take(&mut state.writers));
        drop(state);
        drop(items);
        writers.into_iter().for_each(Waker::wake);
    }

    pub(super) fn is_abandoned(&self) -> bool {
        self.lock().abandoned
    }

    fn lock(&self) -> MutexGuard<'_, State<I>> {
        // No code under the lock panics between two dependent changes, so a poisoned state is consistent.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<I> State<I> {
    /// Stores the waker of the reader.
    fn wait(&mut self, task: &Context<'_>) {
        if !self.reader.as_ref().is_some_and(|waker| waker.will_wake(task.waker())) {
            self.reader = Some(task.waker().clone());
        }
    }
}
