//! A bounded queue with any number of senders, for [`Messages::channel`](super::Messages::channel).

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Poll};

use api_websocket::wire::Wakers;
use api_websocket::{CloseFrame, ConnectionError};
use futures_core::Stream;

use crate::backlog::{Backlog, Bounds, Measured};

/// The sending end of [`Messages::channel`](super::Messages::channel).
///
/// Clones send into the same channel. The conversation closes with 1000 when all are dropped.
pub struct MessageSender<T>(Arc<Queue<T>>);

/// The state that senders and receiver share. The capacity holds for all senders together.
struct Queue<T> {
    state: Mutex<State<T>>,
    measure: fn(&T) -> usize,
    room: Wakers,
    arrival: Wakers,
}

struct State<T> {
    waiting: Backlog<Waiter<T>>,
    senders: usize,
    /// The close frame of a sender.
    end: Option<CloseFrame>,
    /// Whether no message is accepted: a sender has closed, or the receiver is dropped.
    closed: bool,
}

/// A message that waits.
struct Waiter<T> {
    message: T,
    measure: fn(&T) -> usize,
    bytes: OnceLock<usize>,
}

impl<T> Measured for Waiter<T> {
    fn bytes(&self) -> usize {
        *self.bytes.get_or_init(|| (self.measure)(&self.message))
    }
}

impl<T> Queue<T> {
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Appends the message, and returns whether there was room. `None` if the queue is closed.
    fn put(&self, message: &mut Option<T>) -> Option<bool> {
        let mut state = self.lock();
        if state.closed {
            return None;
        }
        if !state.waiting.has_room() {
            return Some(false);
        }
        if let Some(message) = message.take() {
            state.waiting.push(Waiter { message, measure: self.measure, bytes: OnceLock::new() });
        }
        drop(state);
        self.arrival.wake_all();
        Some(true)
    }
}

/// Creates both ends of a queue, which holds at least one message. `measure` returns the size of a message in bytes.
pub(super) fn channel<T>(bounds: Bounds, measure: fn(&T) -> usize) -> (MessageSender<T>, Waiting<T>) {
    let state = State { waiting: Backlog::new(bounds), senders: 1, end: None, closed: false };
    let (room, arrival) = <(Wakers, Wakers)>::default();
    let queue = Arc::new(Queue { state: Mutex::new(state), measure, room, arrival });
    (MessageSender(queue.clone()), Waiting(queue))
}

impl<T> MessageSender<T> {
    /// Sends a message. Waits while the channel is full.
    ///
    /// # Errors
    /// Returns an error if the conversation is over.
    ///
    /// # Cancel safety
    /// Dropping the future before it is ready sends nothing.
    pub async fn send(&self, message: T) -> Result<(), ConnectionError> {
        let mut message = Some(message);
        poll_fn(|task| {
            // Registers before the check, so that no wake-up is lost in between.
            self.0.room.register(task.waker());
            match self.0.put(&mut message) {
                None => Poll::Ready(Err(ConnectionError::ConnectionClosed(None))),
                Some(true) => Poll::Ready(Ok(())),
                Some(false) => Poll::Pending,
            }
        })
        .await
    }

    /// Sends a message without waiting, and returns whether it was sent.
    ///
    /// It is not sent if the channel is full or the conversation is over, see [`MessageSender::is_closed`].
    pub fn try_send(&self, message: T) -> bool {
        self.0.put(&mut Some(message)) == Some(true)
    }

    /// Closes the conversation with a close frame, after the messages that were sent before.
    ///
    /// A full channel does not prevent it. Only the first close has an effect.
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

    /// Returns whether no message can be sent any more.
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

/// The receiving end. Yields the waiting messages, then the close frame.
pub(super) struct Waiting<T>(Arc<Queue<T>>);

impl<T> Stream for Waiting<T> {
    type Item = Result<T, CloseFrame>;

    fn poll_next(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.arrival.register(task.waker());
        let mut state = self.0.lock();
        if let Some(waiter) = state.waiting.pop() {
            drop(state);
            self.0.room.wake_all();
            return Poll::Ready(Some(Ok(waiter.message)));
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
        // The messages are dropped without the lock, because one may contain a sender of this channel.
        let waiting = state.waiting.take();
        drop(state);
        drop(waiting);
        self.0.room.wake_all();
    }
}

#[cfg(test)]
mod tests {
    use api_websocket::{CloseCode, CloseFrame, ConnectionError};
    use futures_util::{FutureExt as _, StreamExt as _};

    use super::{Bounds, MessageSender, Waiting};

    fn channel<T: serde::Serialize>(items: usize) -> (MessageSender<T>, Waiting<T>) {
        super::channel(Bounds { items, bytes: 1 << 20 }, crate::codec::json::size::<T>)
    }

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

    #[test]
    fn what_waits_is_bounded_in_bytes_and_one_large_message_fits() {
        let (sender, mut waiting) = super::channel(Bounds { items: 100, bytes: 100 }, crate::codec::json::size);
        let send = |bytes: usize| sender.try_send("x".repeat(bytes - 2));
        assert!(send(1_000) && !send(10), "one large message is accepted, and nothing after it");
        assert!(waiting.next().now_or_never().flatten().is_some_and(|message| message.is_ok()));
        assert!(send(50) && send(49) && send(1_000) && !send(10));
        assert!(waiting.next().now_or_never().flatten().is_some_and(|message| message.is_ok()));
        assert!(!send(10), "the large message still waits");
    }

    #[tokio::test]
    async fn a_waiting_sender_resumes_when_there_is_room() {
        let (sender, mut waiting) = channel(1);
        assert!(sender.try_send(1));
        let (two, three, taken) =
            tokio::join!(sender.send(2), sender.send(3), waiting.by_ref().take(3).collect::<Vec<_>>());
        assert!(two.is_ok() && three.is_ok());
        assert_eq!(taken.len(), 3);
    }

    #[test]
    fn the_first_close_follows_the_messages_even_if_the_channel_is_full() {
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
    fn each_end_notices_that_the_other_is_dropped() {
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
