//! A waker for several tasks. A transport wakes only the last task that polled it.

use std::mem;
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
pub struct Wakers(Mutex<Waiting>);

/// The common case is one task, which needs no allocation.
#[derive(Debug, Default)]
struct Waiting {
    one: Option<Waker>,
    more: Vec<Waker>,
}

impl Wakers {
    /// Adds a task.
    pub fn register(&self, waker: &Waker) {
        self.register_alone(waker);
    }

    /// Adds a task. Returns whether it is the only one, which a transport may then wake without the others.
    #[inline]
    pub(crate) fn register_alone(&self, waker: &Waker) -> bool {
        let mut waiting = self.lock();
        match &waiting.one {
            None => {
                waiting.one = Some(waker.clone());
                waiting.more.is_empty()
            }
            Some(one) if one.will_wake(waker) => waiting.more.is_empty(),
            Some(_) => {
                Self::register_more(waiting, waker);
                false
            }
        }
    }

    fn register_more(mut waiting: MutexGuard<'_, Waiting>, waker: &Waker) {
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
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
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
