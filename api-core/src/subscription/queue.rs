//! The bounded queue between a topic and one subscriber. No lock is held while a task waits.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

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

/// An item that takes memory while it waits.
pub(super) trait Item {
    /// Returns the size of the item when it is encoded, in bytes. Only the first call takes time.
    fn bytes(&self) -> usize;
}

/// The bounds of a queue. An item is accepted while both are above what waits, so that one large item always fits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub(super) items: usize,
    pub(super) bytes: usize,
}

/// The queue of one subscriber.
#[derive(Debug)]
pub(super) struct Queue<I> {
    state: Mutex<State<I>>,
    bounds: Bounds,
}

#[derive(Debug)]
struct State<I> {
    items: VecDeque<I>,
    /// The bytes of the items, apart from a single item that was not measured.
    bytes: usize,
    /// Whether the bytes of the first item are counted. A reader that keeps up costs no measuring.
    measured: bool,
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

impl<I: Item> State<I> {
    /// Returns whether an item more is within the bounds. Measures an item that waits alone.
    fn has_room(&mut self, bounds: Bounds) -> bool {
        let Some(first) = self.items.front() else { return true };
        if self.items.len() >= bounds.items {
            return false;
        }
        if !self.measured {
            self.bytes += first.bytes();
            self.measured = true;
        }
        self.bytes < bounds.bytes
    }

    fn push(&mut self, item: I) {
        if self.items.is_empty() {
            self.measured = false;
        } else {
            self.bytes += item.bytes();
        }
        self.items.push_back(item);
    }

    fn pop(&mut self) -> Option<I> {
        let item = self.items.pop_front()?;
        if self.measured {
            self.bytes = self.bytes.saturating_sub(item.bytes());
        }
        // Every item but a single one is measured.
        self.measured = true;
        Some(item)
    }

    fn clear(&mut self) {
        self.items.clear();
        self.bytes = 0;
    }
}

impl<I: Item> Queue<I> {
    pub(super) fn new(bounds: Bounds) -> Self {
        let state = State {
            items: VecDeque::new(),
            bytes: 0,
            measured: true,
            end: None,
            reader: None,
            writers: Vec::new(),
            abandoned: false,
        };
        let bounds = Bounds { items: bounds.items.max(1), bytes: bounds.bytes.max(1) };
        Self { state: Mutex::new(state), bounds }
    }

    /// Adds an item, or applies the policy if the queue is full. Returns `Full` under back-pressure only.
    ///
    /// Adds the wakers to `wakers` instead of waking them: waking can run any code, which must find no lock held.
    pub(super) fn offer(&self, item: I, policy: LagPolicy, wakers: &mut Vec<Waker>) -> Offer {
        let mut state = self.lock();
        if state.abandoned || state.end.is_some() {
            return Offer::Gone;
        }
        while !state.has_room(self.bounds) {
            match policy {
                LagPolicy::Close => {
                    state.end = Some(End::lagged());
                    state.clear();
                    wakers.extend(state.reader.take());
                    return Offer::Gone;
                }
                LagPolicy::DropOldest => drop(state.pop()),
                LagPolicy::Backpressure => return Offer::Full,
            }
        }
        state.push(item);
        wakers.extend(state.reader.take());
        Offer::Taken
    }

    /// Polls until the queue has room, or has no reader.
    pub(super) fn poll_room(&self, task: &Context<'_>) -> Poll<()> {
        let mut state = self.lock();
        if state.abandoned || state.end.is_some() || state.has_room(self.bounds) {
            return Poll::Ready(());
        }
        if !state.writers.iter().any(|waker| waker.will_wake(task.waker())) {
            state.writers.push(task.waker().clone());
        }
        Poll::Pending
    }

    /// Sets the end, which the reader gets after the items in the queue. Returns the wakers to wake.
    pub(super) fn finish(&self, end: End) -> Vec<Waker> {
        let mut state = self.lock();
        state.end.get_or_insert(end);
        let mut wakers = std::mem::take(&mut state.writers);
        wakers.extend(state.reader.take());
        wakers
    }

    /// Polls for the next item. `Err` is the end.
    pub(super) fn poll(&self, task: &Context<'_>) -> Poll<Result<I, End>> {
        let mut state = self.lock();
        if let Some(item) = state.pop() {
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

    /// Marks the queue as having no reader, and drops its items.
    pub(super) fn abandon(&self) {
        let mut state = self.lock();
        state.abandoned = true;
        state.clear();
        let writers = std::mem::take(&mut state.writers);
        drop(state);
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
