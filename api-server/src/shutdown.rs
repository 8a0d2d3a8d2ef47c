//! Graceful shutdown: one signal, observed by the accept loop, every connection and every subscription.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use slab::Slab;

/// A handle that shuts a server down. It is cheap to clone and can be used from any thread.
///
/// ```
/// # use api_server::{Listener, Server, serve};
/// # async fn example(routes: impl api_core::Routes<api_server::IncomingBody>) -> std::io::Result<()> {
/// let listening = serve(Listener::bind("127.0.0.1:0").await?, Server::new(routes));
/// let handle = listening.shutdown_handle();
/// tokio::spawn(async move {
///     // … when it is time:
///     handle.shut_down();
/// });
/// listening.await
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct ShutdownHandle(Arc<Owner>);

/// The last handle that is dropped begins the shutdown too.
#[derive(Debug)]
struct Owner(Arc<State>);

#[derive(Debug, Default)]
struct State {
    begun: AtomicBool,
    /// The tasks that wait: a connection has one entry, and each of its subscriptions one.
    waiting: Mutex<Slab<Waker>>,
}

impl ShutdownHandle {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Owner(Arc::default())))
    }

    /// Begins the shutdown. Later calls have no effect.
    pub fn shut_down(&self) {
        self.0.0.begin();
    }

    pub(crate) fn signal(&self) -> ShutdownSignal {
        ShutdownSignal { state: self.0.0.clone(), entry: None }
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        self.0.begin();
    }
}

impl State {
    fn begin(&self) {
        self.begun.store(true, Ordering::Release);
        let woken: Vec<Waker> = self.lock().iter().map(|(_, waker)| waker.clone()).collect();
        woken.into_iter().for_each(Waker::wake);
    }

    fn lock(&self) -> MutexGuard<'_, Slab<Waker>> {
        // Nothing panics while the lock is held.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The receiving side of a [`ShutdownHandle`]. A thousand subscribers hold one each, so it is small.
#[derive(Debug)]
pub(crate) struct ShutdownSignal {
    state: Arc<State>,
    /// The key of the entry in `waiting`, and its waker.
    entry: Option<(usize, Waker)>,
}

impl ShutdownSignal {
    /// Ready once shutdown has begun. It also begins when the last handle is dropped.
    ///
    /// A connection is polled many times for each request. After the first poll by a task this only reads a flag.
    #[inline]
    pub(crate) fn poll_begun(&mut self, task: &Context<'_>) -> Poll<()> {
        if self.state.begun.load(Ordering::Acquire) {
            return Poll::Ready(());
        }
        if self.entry.as_ref().is_some_and(|(_, waker)| waker.will_wake(task.waker())) {
            return Poll::Pending;
        }
        self.enter(task)
    }

    fn enter(&mut self, task: &Context<'_>) -> Poll<()> {
        self.forget();
        let waker = task.waker().clone();
        let key = self.state.lock().insert(waker.clone());
        self.entry = Some((key, waker));
        // It may have begun before the waker was stored.
        if self.state.begun.load(Ordering::Acquire) { Poll::Ready(()) } else { Poll::Pending }
    }

    /// Returns whether shutdown has begun.
    pub(crate) fn has_begun(&self) -> bool {
        self.state.begun.load(Ordering::Acquire)
    }

    /// Waits until shutdown begins.
    ///
    /// # Cancel safety
    /// Cancel safe.
    pub(crate) async fn wait(&mut self) {
        poll_fn(|task| self.poll_begun(task)).await;
    }

    /// Returns the output of a future, or `None` if shutdown begins before it completes.
    pub(crate) async fn or_until<F: Future>(mut self, mut future: Pin<&mut F>) -> Option<F::Output> {
        poll_fn(|task| match future.as_mut().poll(task) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending => self.poll_begun(task).map(|()| None),
        })
        .await
    }

    fn forget(&mut self) {
        if let Some((key, _)) = self.entry.take() {
            self.state.lock().try_remove(key);
        }
    }
}

impl Clone for ShutdownSignal {
    fn clone(&self) -> Self {
        Self { state: self.state.clone(), entry: None }
    }
}

impl Drop for ShutdownSignal {
    fn drop(&mut self) {
        self.forget();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::{Context, Poll, Wake, Waker};

    use super::ShutdownHandle;

    #[derive(Default)]
    struct Counter(AtomicUsize);

    impl Wake for Counter {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn every_task_that_waits_is_woken_once_and_those_that_stopped_are_not() {
        let handle = ShutdownHandle::new();
        let counters: Vec<Arc<Counter>> = (0..3).map(|_| Arc::default()).collect();
        let mut signals: Vec<_> = counters.iter().map(|_| handle.signal()).collect();
        for _ in 0..2 {
            for (signal, counter) in signals.iter_mut().zip(&counters) {
                assert!(signal.poll_begun(&Context::from_waker(&Waker::from(counter.clone()))).is_pending());
            }
        }
        signals.remove(1);
        handle.shut_down();
        let woken: Vec<usize> = counters.iter().map(|counter| counter.0.load(Ordering::Relaxed)).collect();
        assert_eq!(woken, [1, 0, 1]);
        assert!(signals.iter_mut().all(|signal| signal.poll_begun(&Context::from_waker(Waker::noop())).is_ready()));
    }

    #[test]
    fn the_task_that_polled_last_is_woken() {
        let (first, second) = (Arc::<Counter>::default(), Arc::<Counter>::default());
        let handle = ShutdownHandle::new();
        let mut signal = handle.signal();
        for counter in [&first, &second] {
            assert!(signal.poll_begun(&Context::from_waker(&Waker::from(counter.clone()))).is_pending());
        }
        handle.shut_down();
        assert_eq!([&first, &second].map(|counter| counter.0.load(Ordering::Relaxed)), [0, 1]);
    }

    #[test]
    fn shutdown_begins_when_the_last_handle_is_dropped() {
        let handle = ShutdownHandle::new();
        let mut signal = handle.signal();
        let mut poll = || signal.poll_begun(&Context::from_waker(Waker::noop()));
        drop(handle.clone());
        assert_eq!(poll(), Poll::Pending);
        drop(handle);
        assert_eq!(poll(), Poll::Ready(()));
    }
}
