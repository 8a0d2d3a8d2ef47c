//! A bounded queue with any number of senders: what [`Messages::channel`](super::Messages::channel) is made of.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use api_websocket::wire::Wakers;
use api_websocket::{CloseFrame, ConnectionError};
use futures_core::Stream;

/// Sends into [`Messages::channel`](super::Messages::channel). Clones send into the same; when all are gone the
/// conversation closes with 1000.
pub struct MessageSender<T>(Arc<Queue<T>>);

/// What senders and receiver share. The capacity holds for all senders together.
struct Queue<T> {
    state: Mutex<State<T>>,
    room: Wakers,
    arrival: Wakers,
}

struct State<T> {
    waiting: VecDeque<T>,
    capacity: usize,
    senders: usize,
    /// What a sender closed with.
    end: Option<CloseFrame>,
    /// Nothing more goes in: it was closed, or nobody takes messages.
    closed: bool,
}

impl<T> Queue<T> {
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts the message in if there is room. `None` tells that it is too late.
    fn put(&self, message: &mut Option<T>) -> Option<bool> {
        let mut state = self.lock();
        if state.closed {
            return None;
        }
        if state.waiting.len() >= state.capacity {
            return Some(false);
        }
        state.waiting.extend(message.take());
        drop(state);
        self.arrival.wake_all();
        Some(true)
    }
}

/// Both ends of a queue. At least one message may wait.
pub(super) fn channel<T>(capacity: usize) -> (MessageSender<T>, Waiting<T>) {
    let state = State { waiting: VecDeque::new(), capacity: capacity.max(1), senders: 1, end: None, closed: false };
    let queue = Arc::new(Queue { state: Mutex::new(state), room: Wakers::default(), arrival: Wakers::default() });
    (MessageSender(queue.clone()), Waiting(queue))
}

impl<T> MessageSender<T> {
    /// Sends a message; waits while the channel is full.
    ///
    /// # Errors
    /// If nobody takes messages any more, because the conversation is over.
    ///
    /// # Cancel safety
    /// Dropping the future before it is ready sends nothing.
    pub async fn send(&self, message: T) -> Result<(), ConnectionError> {
        let mut message = Some(message);
        poll_fn(|task| {
            // Registered before looking, so that room made in between is not missed.
            self.0.room.register(task.waker());
            match self.0.put(&mut message) {
                None => Poll::Ready(Err(ConnectionError::ConnectionClosed(None))),
                Some(true) => Poll::Ready(Ok(())),
                Some(false) => Poll::Pending,
            }
        })
        .await
    }

    /// Sends a message if there is room for it now, and says whether. Not if the conversation is over, which
    /// [`MessageSender::is_closed`] tells.
    pub fn try_send(&self, message: T) -> bool {
        self.0.put(&mut Some(message)) == Some(true)
    }

    /// Closes the conversation with a code and a reason, after what was sent before.
    ///
    /// Needs no room in the channel. Only the first close counts.
    pub fn close(self, frame: CloseFrame) {
        let mut state = self.0.lock();
        if !state.closed {
            state.closed = true;
            state.end = Some(frame);
        }
        drop(state);
        self.0.room.wake_all();
        self.0.arrival.wake_all();
    }

    /// Whether nobody takes messages any more.
    pub fn is_closed(&self) -> bool {
        self.0.lock().closed
    }
}

impl<T> Clone for MessageSender<T> {
    fn clone(&self) -> Self {
        self.0.lock().senders += 1;
        Self(self.0.clone())
    }
}

impl<T> Drop for MessageSender<T> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.senders -= 1;
        let last = state.senders == 0;
        drop(state);
        if last {
            self.0.arrival.wake_all();
        }
    }
}

impl<T> fmt::Debug for MessageSender<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("MessageSender")
    }
}

/// What waits in the queue, and at last what it was closed with.
pub(super) struct Waiting<T>(Arc<Queue<T>>);

impl<T> Stream for Waiting<T> {
    type Item = Result<T, CloseFrame>;

    fn poll_next(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.arrival.register(task.waker());
        let mut state = self.0.lock();
        if let Some(message) = state.waiting.pop_front() {
            drop(state);
            self.0.room.wake_all();
            return Poll::Ready(Some(Ok(message)));
        }
        match state.end.take() {
            Some(frame) => Poll::Ready(Some(Err(frame))),
            None if state.closed || state.senders == 0 => Poll::Ready(None),
            None => Poll::Pending,
        }
    }
}

impl<T> Drop for Waiting<T> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.closed = true;
        // Dropped without the lock: a message may hold a sender of its own channel.
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        drop(waiting);
        self.0.room.wake_all();
    }
}

#[cfg(test)]
mod tests {
    use api_websocket::{CloseCode, CloseFrame, ConnectionError};
    use futures_util::{FutureExt as _, StreamExt as _};

    use super::channel;

    #[test]
    fn the_capacity_holds_for_all_senders_together() {
        let (sender, mut waiting) = channel(2);
        let other = sender.clone();
        assert!(sender.try_send(1));
        assert!(other.send(2).now_or_never().is_some());
        assert!(!sender.try_send(3) && !other.try_send(3));
        assert!(sender.send(3).now_or_never().is_none() && other.clone().send(3).now_or_never().is_none());
        assert_eq!(waiting.next().now_or_never(), Some(Some(Ok(1))));
        assert!(other.try_send(3) && !sender.try_send(4));
    }

    #[tokio::test]
    async fn a_sender_that_waits_goes_on_when_there_is_room() {
        let (sender, mut waiting) = channel(1);
        assert!(sender.try_send(1));
        let (two, three, taken) =
            tokio::join!(sender.send(2), sender.send(3), waiting.by_ref().take(3).collect::<Vec<_>>());
        assert!(two.is_ok() && three.is_ok());
        assert_eq!(taken.len(), 3);
    }

    #[test]
    fn the_first_close_comes_after_what_was_sent_and_needs_no_room() {
        let (sender, waiting) = channel(1);
        let other = sender.clone();
        assert!(sender.try_send(1));
        let frame = CloseFrame::code_only(CloseCode::GOING_AWAY);
        sender.close(frame.clone());
        assert!(other.is_closed());
        assert!(matches!(other.send(2).now_or_never(), Some(Err(ConnectionError::ConnectionClosed(None)))));
        other.close(CloseFrame::normal());
        assert_eq!(waiting.collect::<Vec<_>>().now_or_never(), Some(vec![Ok(1), Err(frame)]));
    }

    #[test]
    fn either_end_notices_that_the_other_is_gone() {
        let (sender, waiting) = channel(1);
        drop((sender.clone(), sender));
        assert_eq!(waiting.collect::<Vec<Result<u8, _>>>().now_or_never(), Some(vec![]));
        let (sender, waiting) = channel(1);
        assert!(sender.try_send(1));
        let mut full = std::pin::pin!(sender.send(2));
        assert!(full.as_mut().now_or_never().is_none());
        drop(waiting);
        assert!(full.now_or_never().is_some_and(|sent| sent.is_err()));
    }
}
