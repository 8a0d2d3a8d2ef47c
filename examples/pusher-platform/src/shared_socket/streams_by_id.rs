//! A set of streams polled in one task. A stream is polled only after it was woken, and dropped as soon as it is
//! removed.

use std::collections::{HashMap, VecDeque};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use futures_core::Stream;
use futures_util::task::AtomicWaker;

/// A set of streams with ids.
#[derive(Debug)]
pub(super) struct StreamsById<S> {
    streams: HashMap<u64, Entry<S>>,
    woken: Arc<WakeQueue>,
}

#[derive(Debug)]
struct Entry<S> {
    stream: Pin<Box<S>>,
    waker: Arc<StreamWaker>,
}

/// The queue of woken streams, in the order of their wake-ups.
///
/// Each stream is in the queue at most once. Ids of removed streams leave it at the next poll. Its length is therefore
/// bounded by the number of streams.
#[derive(Debug, Default)]
struct WakeQueue {
    ids: Mutex<VecDeque<u64>>,
    task: AtomicWaker,
}

/// The waker of one stream.
#[derive(Debug)]
struct StreamWaker {
    id: u64,
    is_queued: AtomicBool,
    woken: Arc<WakeQueue>,
}

impl<S: Stream> StreamsById<S> {
    /// Creates an empty set.
    pub(super) fn new() -> Self {
        Self { streams: HashMap::new(), woken: Arc::default() }
    }

    /// Adds a stream. Drops the stream that had this id before.
    pub(super) fn insert(&mut self, id: u64, stream: S) {
        let waker = Arc::new(StreamWaker { id, is_queued: AtomicBool::new(false), woken: self.woken.clone() });
        waker.enqueue();
        self.streams.insert(id, Entry { stream: Box::pin(stream), waker });
    }

    /// Drops the stream with this id.
    pub(super) fn remove(&mut self, id: u64) {
        self.streams.remove(&id);
    }

    /// Polls for the next item of any stream, with the stream's id. `None` in place of an item means that the stream
    /// ended; it has been removed.
    pub(super) fn poll_next(&mut self, task: &mut Context<'_>) -> Poll<(u64, Option<S::Item>)> {
        // Register first: a wake-up between reading the queue and registering would be lost.
        self.woken.task.register(task.waker());
        // A stream woken during this round waits for the next one, so that a stream that wakes itself cannot block the
        // task.
        let round = self.woken.lock().len();
        for _ in 0..round {
            let Some(id) = self.woken.lock().pop_front() else { break };
            let Some(entry) = self.streams.get_mut(&id) else { continue };
            // Cleared before the poll, so that a wake-up during the poll is not lost.
            entry.waker.is_queued.store(false, Ordering::Release);
            let waker = Waker::from(entry.waker.clone());
            match entry.stream.as_mut().poll_next(&mut Context::from_waker(&waker)) {
                Poll::Pending => {}
                Poll::Ready(None) => {
                    self.streams.remove(&id);
                    return Poll::Ready((id, None));
                }
                Poll::Ready(Some(item)) => {
                    // The stream may have more items. The others are polled first.
                    entry.waker.enqueue();
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

impl WakeQueue {
    fn lock(&self) -> MutexGuard<'_, VecDeque<u64>> {
        // Nothing panics under the lock.
        self.ids.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl StreamWaker {
    fn enqueue(&self) {
        if !self.is_queued.swap(true, Ordering::AcqRel) {
            self.woken.lock().push_back(self.id);
            self.woken.task.wake();
        }
    }
}

impl Wake for StreamWaker {
    fn wake(self: Arc<Self>) {
        self.enqueue();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.enqueue();
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::pin::Pin;
    use std::rc::Rc;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::{Context, Poll, Wake, Waker};

    use futures_core::Stream;

    use super::StreamsById;

    /// Counts the wake-ups of the task.
    #[derive(Default)]
    struct Task(AtomicUsize);

    impl Wake for Task {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Controls and observes a stream.
    #[derive(Default)]
    struct Script {
        ready: Cell<u32>,
        ended: Cell<bool>,
        wakes_itself: Cell<bool>,
        polls: Cell<u32>,
        waker: Cell<Option<Waker>>,
    }

    impl Script {
        fn add_items(&self, times: u32) {
            self.ready.set(self.ready.get() + times);
            self.wake();
        }

        fn end(&self) {
            self.ended.set(true);
            self.wake();
        }

        fn wake(&self) {
            self.waker.take().unwrap().wake();
        }
    }

    struct Scripted(Rc<Script>);

    impl Stream for Scripted {
        type Item = ();

        fn poll_next(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<()>> {
            let script = &self.0;
            script.polls.set(script.polls.get() + 1);
            if script.ready.get() > 0 {
                script.ready.set(script.ready.get() - 1);
                return Poll::Ready(Some(()));
            }
            if script.ended.get() {
                return Poll::Ready(None);
            }
            if script.wakes_itself.get() {
                task.waker().wake_by_ref();
            }
            script.waker.set(Some(task.waker().clone()));
            Poll::Pending
        }
    }

    struct Fixture {
        streams: StreamsById<Scripted>,
        task: Arc<Task>,
    }

    impl Fixture {
        fn new() -> Self {
            Self { streams: StreamsById::new(), task: Arc::default() }
        }

        fn insert(&mut self, id: u64) -> Rc<Script> {
            let script = Rc::new(Script::default());
            self.streams.insert(id, Scripted(script.clone()));
            script
        }

        fn poll(&mut self) -> Poll<(u64, Option<()>)> {
            let waker = Waker::from(self.task.clone());
            self.streams.poll_next(&mut Context::from_waker(&waker))
        }

        fn wakes(&self) -> usize {
            self.task.0.swap(0, Ordering::Relaxed)
        }
    }

    #[test]
    fn only_woken_streams_are_polled_and_the_task_is_woken() {
        let mut fixture = Fixture::new();
        let (one, other) = (fixture.insert(1), fixture.insert(2));
        assert!(fixture.poll().is_pending());
        assert_eq!((one.polls.get(), other.polls.get(), fixture.wakes()), (1, 1, 0));
        other.add_items(1);
        assert_eq!(fixture.wakes(), 1);
        assert_eq!(fixture.poll(), Poll::Ready((2, Some(()))));
        assert!(fixture.poll().is_pending());
        assert_eq!((one.polls.get(), other.polls.get()), (1, 3));
    }

    #[test]
    fn ready_streams_are_polled_in_turn() {
        let mut fixture = Fixture::new();
        let (one, other) = (fixture.insert(1), fixture.insert(2));
        assert!(fixture.poll().is_pending());
        one.add_items(3);
        other.add_items(3);
        let order: Vec<u64> = (0..6).map(|_| if let Poll::Ready((id, _)) = fixture.poll() { id } else { 0 }).collect();
        assert_eq!(order, [1, 2, 1, 2, 1, 2]);
        assert!(fixture.poll().is_pending());
    }

    #[test]
    fn an_end_is_returned_once_and_the_stream_is_dropped() {
        let mut fixture = Fixture::new();
        let script = fixture.insert(1);
        assert!(fixture.poll().is_pending());
        script.end();
        assert_eq!(fixture.poll(), Poll::Ready((1, None)));
        assert_eq!(Rc::strong_count(&script), 1);
        assert!(fixture.poll().is_pending());
    }

    #[test]
    fn a_removed_stream_is_dropped_at_once_and_a_late_wake_is_ignored() {
        let mut fixture = Fixture::new();
        let before = fixture.insert(1);
        assert!(fixture.poll().is_pending());
        fixture.streams.remove(1);
        assert_eq!(Rc::strong_count(&before), 1);
        before.wake();
        let after = fixture.insert(1);
        assert!(fixture.poll().is_pending());
        after.add_items(1);
        assert_eq!(fixture.poll(), Poll::Ready((1, Some(()))));
        assert_eq!(before.polls.get(), 1);
    }

    #[test]
    fn a_stream_that_wakes_itself_is_polled_once_per_round() {
        let mut fixture = Fixture::new();
        let script = fixture.insert(1);
        script.wakes_itself.set(true);
        assert!(fixture.poll().is_pending(), "the stream is polled once");
        assert_eq!(fixture.wakes(), 1 + 1, "one wake by the stream, one to poll the task again");
        assert_eq!(script.polls.get(), 1);
    }

    #[test]
    fn inserting_and_removing_leaves_no_state() {
        let mut fixture = Fixture::new();
        for id in 0..1000 {
            fixture.insert(id);
            fixture.streams.remove(id);
            assert!(fixture.poll().is_pending());
        }
        assert!(fixture.streams.streams.is_empty());
        assert!(fixture.streams.woken.lock().is_empty());
    }
}
