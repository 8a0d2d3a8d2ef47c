//! One waker that wakes several tasks: a transport remembers only the last that polled it.

use std::mem;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Wake, Waker};

/// How many tasks are remembered.
const MANY: usize = 64;

/// The tasks that wait for the same thing. They are the program's; a peer cannot add one.
#[derive(Debug, Default)]
pub struct Wakers(Mutex<Waiting>);

/// Nearly always it is one task, which needs no allocation.
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
                // Most of these belong to tasks that wait no more. The others are woken for nothing, and come again.
                let before = mem::replace(&mut *waiting, Waiting { one: Some(waker.clone()), more: Vec::new() });
                drop(waiting);
                before.one.into_iter().chain(before.more).for_each(Waker::wake);
            }
        }
    }

    /// Wakes and forgets every task.
    pub fn wake_all(&self) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let one = waiting.one.take();
        let more = mem::take(&mut waiting.more);
        // Whoever is woken may register at once.
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
