//! A bounded channel between those who send typed messages and the one conversation that takes them.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use futures_core::Stream;

use super::wakers::Wakers;
use super::{CloseFrame, ConnectionError};

/// A channel in which so many messages may wait, one at least.
pub(super) fn channel<T>(capacity: usize) -> (Entry<T>, Exit<T>) {
    let state = State {
        waiting: VecDeque::new(),
        end: None,
        entries: 1,
        abandoned: false,
        reader: None,
        capacity: capacity.max(1),
    };
    let channel = Arc::new(Channel { state: Mutex::new(state), writers: Wakers::default() });
    (Entry(channel.clone()), Exit(channel))
}

struct Channel<T> {
    state: Mutex<State<T>>,
    writers: Wakers,
}

struct State<T> {
    waiting: VecDeque<T>,
    end: Option<CloseFrame>,
    entries: usize,
    abandoned: bool,
    reader: Option<Waker>,
    capacity: usize,
}

impl<T> Channel<T> {
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        // Nothing panics under the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the state, and wakes the reader outside of the lock.
    fn change(&self, change: impl FnOnce(&mut State<T>)) {
        let mut state = self.lock();
        change(&mut state);
        let reader = state.reader.take();
        drop(state);
        if let Some(reader) = reader {
            reader.wake();
        }
    }
}

/// Where messages go in. Clones have no room of their own: all share the one that there is.
pub(super) struct Entry<T>(Arc<Channel<T>>);

impl<T> Entry<T> {
    /// Takes the message once there is room.
    pub(super) fn poll_send(&self, task: &Context<'_>, message: &mut Option<T>) -> Poll<Result<(), ConnectionError>> {
        let state = self.0.lock();
        if state.abandoned || state.end.is_some() {
            return Poll::Ready(Err(ConnectionError::ConnectionClosed(None)));
        }
        if state.waiting.len() >= state.capacity {
            // Under the lock, so that room cannot come in between unnoticed.
            self.0.writers.register(task.waker());
            return Poll::Pending;
        }
        drop(state);
        self.0.change(|state| state.waiting.extend(message.take()));
        Poll::Ready(Ok(()))
    }

    /// Ends the channel after what waits, unless that was done.
    pub(super) fn close(&self, frame: CloseFrame) {
        self.0.change(|state| {
            state.end.get_or_insert(frame);
        });
        self.0.writers.wake_all();
    }

    pub(super) fn is_closed(&self) -> bool {
        let state = self.0.lock();
        state.abandoned || state.end.is_some()
    }
}

impl<T> Clone for Entry<T> {
    fn clone(&self) -> Self {
        self.0.lock().entries += 1;
        Self(self.0.clone())
    }
}

impl<T> Drop for Entry<T> {
    fn drop(&mut self) {
        self.0.change(|state| state.entries -= 1);
    }
}

impl<T> fmt::Debug for Entry<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Entry")
    }
}

/// Where messages come out, and at last the frame to close with.
pub(super) struct Exit<T>(Arc<Channel<T>>);

impl<T> Stream for Exit<T> {
    type Item = Result<T, CloseFrame>;

    fn poll_next(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut state = self.0.lock();
        if let Some(message) = state.waiting.pop_front() {
            drop(state);
            self.0.writers.wake_all();
            return Poll::Ready(Some(Ok(message)));
        }
        if let Some(frame) = &state.end {
            return Poll::Ready(Some(Err(frame.clone())));
        }
        if state.entries == 0 {
            return Poll::Ready(None);
        }
        state.reader = Some(task.waker().clone());
        Poll::Pending
    }
}

impl<T> Drop for Exit<T> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.abandoned = true;
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        // What waits may run code of the program when it is dropped.
        drop(waiting);
        self.0.writers.wake_all();
    }
}

#[cfg(test)]
mod tests {
    use futures_util::{FutureExt as _, StreamExt as _};

    use super::super::{CloseCode, CloseFrame, ConnectionError, Messages};

    #[tokio::test]
    async fn senders_wait_while_so_many_messages_wait() {
        // Each `send` had a place of its own, so nothing ever waited and the queue had no bound.
        for (capacity, room) in [(0, 1), (1, 1), (3, 3)] {
            let (sender, mut messages) = Messages::channel(capacity);
            let clones = [sender.clone(), sender.clone()];
            for count in 0..room {
                sender.send(count).now_or_never().expect("room").expect("open");
            }
            let mut waiting = Box::pin(clones[0].send(98));
            assert!(waiting.as_mut().now_or_never().is_none());
            assert!(clones[1].send(99).now_or_never().is_none(), "dropped, so nothing is sent");
            assert_eq!(messages.next().await.unwrap().unwrap(), 0);
            waiting.await.expect("open");
            drop((sender, clones));
            let left: Vec<i32> = messages.map(Result::unwrap).collect().await;
            assert_eq!(left, (1..room).chain([98]).collect::<Vec<_>>());
        }
    }

    #[tokio::test]
    async fn a_close_needs_no_room_and_comes_after_what_was_sent() {
        let (sender, mut messages) = Messages::channel(1);
        let (late, later) = (sender.clone(), sender.clone());
        sender.send("a").await.expect("open");
        let waiting = late.send("b");
        sender.clone().close(CloseFrame::code_only(CloseCode::GOING_AWAY));
        later.close(CloseFrame::normal());
        assert!(matches!(waiting.await, Err(ConnectionError::ConnectionClosed(None))));
        assert!(sender.is_closed());
        assert_eq!(messages.next().await.unwrap().unwrap(), "a");
        assert!(messages.next().await.is_none());
        assert_eq!(messages.end().map(CloseFrame::code), Some(CloseCode::GOING_AWAY));
    }

    #[tokio::test]
    async fn whoever_waits_is_woken_when_the_other_end_is_gone() {
        let (sender, messages) = Messages::channel(1);
        sender.send(1).await.expect("open");
        let sending = tokio::spawn(async move { sender.send(2).await });
        tokio::task::yield_now().await;
        drop(messages);
        assert!(sending.await.expect("no panic").is_err());

        let (sender, mut messages) = Messages::<i32>::channel(1);
        let receiving = tokio::spawn(async move { messages.next().await.is_none() });
        tokio::task::yield_now().await;
        drop(sender);
        assert!(receiving.await.expect("no panic"));
    }
}
