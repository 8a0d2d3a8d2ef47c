//! A waker for several tasks. A transport wakes only the last task that polled it.

use std::mem;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Wake, Waker};

/// Maximum number of registered tasks.
const MANY: usize = 64;

/// Tasks that wait for the same event. As a [`Waker`] it wakes all of them.
///
/// ```
/// use std::sync::Arc;
/// use std::task::Waker;
///
/// use api_websocket::wire::Wakers;
///
/// let waiting = Arc::new(Wakers::default());
/// waiting.register(Waker::noop());
/// Waker::from(waiting.clone()).wake();
/// ```
#[derive(Debug, Default)]
pub struct Wakers {
    waiting: Mutex<Waiting>,
    /// The number of changes of the tasks, which a [`Seat`] compares instead of taking the lock.
    changes: AtomicUsize,
}

/// The common case is one task, which needs no allocation.
#[derive(Debug, Default)]
struct Waiting {
    one: Option<Waker>,
    more: Vec<Waker>,
}

/// The place of a task that registers again and again. It needs the lock only after a change.
#[derive(Debug)]
pub(crate) struct Seat {
    waker: Waker,
    changes: usize,
    alone: bool,
}

impl Wakers {
    /// Adds a task.
    pub fn register(&self, waker: &Waker) {
        self.add(waker);
    }

    /// Adds a task that has a seat. Returns whether it is the only one, which a transport may then wake without the
    /// others.
    #[expect(clippy::inline_always, reason = "a part of the way of each message, across units of code generation")]
    #[inline(always)]
    pub(crate) fn take_seat(&self, seat: &mut Option<Seat>, waker: &Waker) -> bool {
        match seat {
            Some(seat) if seat.changes == self.changes.load(Ordering::Acquire) && seat.waker.will_wake(waker) => {
                seat.alone
            }
            _ => {
                let (alone, changes) = self.add(waker);
                *seat = Some(Seat { waker: waker.clone(), changes, alone });
                alone
            }
        }
    }

    /// Adds a task. Returns whether it is the only one, and the number of changes.
    fn add(&self, waker: &Waker) -> (bool, usize) {
        let mut waiting = self.lock();
        match &waiting.one {
            Some(one) if one.will_wake(waker) => (waiting.more.is_empty(), self.changes.load(Ordering::Relaxed)),
            Some(_) => {
                let changes = self.change();
                Self::add_another(waiting, waker);
                (false, changes)
            }
            None => {
                waiting.one = Some(waker.clone());
                (waiting.more.is_empty(), self.change())
            }
        }
    }

    /// Counts a change, under the lock.
    fn change(&self) -> usize {
        self.changes.fetch_add(1, Ordering::Release).wrapping_add(1)
    }

    fn add_another(mut waiting: MutexGuard<'_, Waiting>, waker: &Waker) {
        if waiting.more.iter().any(|known| known.will_wake(waker)) {
            return;
        }
        if waiting.more.len() < MANY {
            waiting.more.push(waker.clone());
            return;
        }
        // Most of these tasks no longer wait. The others are woken spuriously, and register again.
        let before = mem::replace(&mut *waiting, Waiting { one: Some(waker.clone()), more: Vec::new() });
        drop(waiting);
        before.one.into_iter().chain(before.more).for_each(Waker::wake);
    }

    /// Wakes and removes every task.
    pub fn wake_all(&self) {
        let mut waiting = self.lock();
        let one = waiting.one.take();
        let more = mem::take(&mut waiting.more);
        self.change();
        // A task that is woken may register at once.
        drop(waiting);
        if let Some(one) = one {
            one.wake();
        }
        if !more.is_empty() {
            more.into_iter().for_each(Waker::wake);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Wake for Wakers {
    fn wake(self: Arc<Self>) {
        self.wake_all();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.wake_all();
    }
}
