//! A waker that notes that it was woken, so that what it is for need not be polled whenever its task is.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

/// Polls something only if it has woken the task since it was last polled, or if the task is another one.
#[derive(Debug, Default)]
pub(super) struct Bell {
    hung: Option<Hung>,
}

#[derive(Debug)]
struct Hung {
    bell: Arc<Ringing>,
    /// The same bell, as a waker.
    waker: Waker,
}

#[derive(Debug)]
struct Ringing {
    has_rung: AtomicBool,
    task: Waker,
}

impl Bell {
    /// Calls `poll`, unless it would not be woken for it. What is polled must store the waker whenever it is pending.
    pub(super) fn poll<T>(&mut self, task: &Context<'_>, poll: impl FnOnce(&mut Context<'_>) -> Poll<T>) -> Poll<T> {
        let hung = match &mut self.hung {
            Some(hung) if hung.bell.task.will_wake(task.waker()) => {
                if !hung.bell.has_rung.load(Ordering::Acquire) {
                    return Poll::Pending;
                }
                hung
            }
            hung => {
                let bell = Arc::new(Ringing { has_rung: AtomicBool::new(true), task: task.waker().clone() });
                hung.insert(Hung { waker: Waker::from(bell.clone()), bell })
            }
        };
        // Before the poll: what rings during it is seen by the next.
        hung.bell.has_rung.store(false, Ordering::Release);
        let polled = poll(&mut Context::from_waker(&hung.waker));
        if polled.is_ready() {
            hung.bell.has_rung.store(true, Ordering::Release);
        }
        polled
    }
}

impl Wake for Ringing {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        // Before the task is woken, which then finds it.
        self.has_rung.store(true, Ordering::Release);
        self.task.wake_by_ref();
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::task::{Context, Poll, Waker};

    use super::Bell;

    // In a task of the runtime, because the copies of a waker that does nothing need not be equal.
    #[tokio::test]
    async fn something_is_polled_once_for_each_time_that_it_wakes() {
        let mut bell = Bell::default();
        let (mut polls, mut stored) = (0, None);
        poll_fn(|task| {
            let mut poll = |stored: &mut Option<Waker>| {
                let polled: Poll<()> = bell.poll(task, |task| {
                    polls += 1;
                    *stored = Some(task.waker().clone());
                    Poll::Pending
                });
                assert!(polled.is_pending());
                polls
            };
            assert_eq!([poll(&mut stored), poll(&mut stored)], [1, 1]);
            stored.take().unwrap().wake();
            assert_eq!([poll(&mut stored), poll(&mut stored)], [2, 2]);
            Poll::Ready(())
        })
        .await;
    }

    #[test]
    fn what_was_ready_is_polled_again() {
        let mut bell = Bell::default();
        let task = Context::from_waker(Waker::noop());
        let ready = [(); 2].map(|()| bell.poll(&task, |_| Poll::Ready(1)));
        assert_eq!(ready, [Poll::Ready(1); 2]);
    }

    #[test]
    fn what_wakes_while_it_is_polled_is_polled_again() {
        let mut bell = Bell::default();
        let task = Context::from_waker(Waker::noop());
        let polled: Poll<()> = bell.poll(&task, |task| {
            task.waker().wake_by_ref();
            Poll::Pending
        });
        assert!(polled.is_pending());
        assert_eq!(bell.poll(&task, |_| Poll::Ready(2)), Poll::Ready(2));
    }
}
