//! Many streams in one task, each polled only once it was woken, and dropped the moment it is removed.

use std::collections::{HashMap, VecDeque};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use futures_core::Stream;
use futures_util::task::AtomicWaker;

/// Streams that have numbers.
#[derive(Debug)]
pub(super) struct StreamsById<S> {
    streams: HashMap<u64, Entry<S>>,
    woken: Arc<Woken>,
}

#[derive(Debug)]
struct Entry<S> {
    stream: Pin<Box<S>>,
    alarm: Arc<Alarm>,
}

/// The streams that have something to say, in the order in which they said so.
///
/// Each stream stands in it once at most, and ids of streams that are gone leave it at the next poll: its length is bounded by theirs.
#[derive(Debug, Default)]
struct Woken {
    ids: Mutex<VecDeque<u64>>,
    task: AtomicWaker,
}

/// The waker of one stream.
#[derive(Debug)]
struct Alarm {
    id: u64,
    rang: AtomicBool,
    woken: Arc<Woken>,
}

impl<S: Stream> StreamsById<S> {
    /// None.
    pub(super) fn new() -> Self {
        Self { streams: HashMap::new(), woken: Arc::default() }
    }

    /// Adds a stream; one that had the id before is dropped.
    pub(super) fn insert(&mut self, id: u64, stream: S) {
        let alarm = Arc::new(Alarm { id, rang: AtomicBool::new(false), woken: self.woken.clone() });
        alarm.ring();
        self.streams.insert(id, Entry { stream: Box::pin(stream), alarm });
    }

    /// Drops a stream now.
    pub(super) fn remove(&mut self, id: u64) {
        self.streams.remove(&id);
    }

    /// The next item of any stream, with its id; without an item the stream has ended, and is gone.
    pub(super) fn poll_next(&mut self, task: &mut Context<'_>) -> Poll<(u64, Option<S::Item>)> {
        // Before the queue is looked at, so that no wake-up falls between.
        self.woken.task.register(task.waker());
        // Whoever is woken meanwhile has to wait for the next round: a stream that wakes itself must not keep the task.
        let round = self.woken.lock().len();
        for _ in 0..round {
            let Some(id) = self.woken.lock().pop_front() else { break };
            let Some(entry) = self.streams.get_mut(&id) else { continue };
            // Before the poll, so that what happens during it is not missed.
            entry.alarm.rang.store(false, Ordering::Release);
            let waker = Waker::from(entry.alarm.clone());
            match entry.stream.as_mut().poll_next(&mut Context::from_waker(&waker)) {
                Poll::Pending => {}
                Poll::Ready(None) => {
                    self.streams.remove(&id);
                    return Poll::Ready((id, None));
                }
                Poll::Ready(Some(item)) => {
                    // There may be more, after the others had their turn.
                    entry.alarm.ring();
                    return Poll::Ready((id, Some(item)));
                }
            }
        }
        if !self.woken.lock().is_empty() {
            task.waker().wake_by_ref();
        }
        Poll::Pending
    }
}

impl Woken {
    fn lock(&self) -> MutexGuard<'_, VecDeque<u64>> {
        // Nothing panics under the lock.
        self.ids.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Alarm {
    fn ring(&self) {
        if !self.rang.swap(true, Ordering::AcqRel) {
            self.woken.lock().push_back(self.id);
            self.woken.task.wake();
        }
    }
}

impl Wake for Alarm {
    fn wake(self: Arc<Self>) {
        self.ring();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.ring();
    }
}
