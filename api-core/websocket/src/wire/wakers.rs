//! A waker for several tasks. A transport wakes only the last task that polled it.

use std::mem;
use std::sync::{Arc, Mutex, PoisonError};
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
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &waiting.one {
            None => waiting.one = Some(waker.clone()),
            Some(one) if one.will_wake(waker) => {}
            Some(_) if waiting.more.iter().any(|known| known.will_wake(waker)) => {}
            Some(_) if waiting.more.len() < MANY => waiting.more.push(waker.clone()),
            Some(_) => {
                // Most of these tasks no longer wait. The others are woken spuriously, and register again.
                let before = mem::replace(&mut *waiting, Waiting { one: Some(waker.clone()), more: Vec::new() });
                drop(waiting);
                before.one.into_iter().chain(before.more).for_each(Waker::wake);
            }
        }
    }

    /// Wakes and removes every task.
    pub fn wake_all(&self) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
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
}

impl Wake for Wakers {
    fn wake(self: Arc<Self>) {
        self.wake_all();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.wake_all();
    }
}
