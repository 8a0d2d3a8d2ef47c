//! Decoding and encoding of typed messages over a connection, independently in each direction.

use std::error::Error as _;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use api_websocket::wire::{Task, Wakers};
use api_websocket::{CloseCode, CloseFrame, Connection, ConnectionError, PreparedMessage, Receiver, Sender};
use bytes::Bytes;
use futures_core::Stream;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::codec::json;
use crate::description::MessageEncoding;
use crate::model::Model;

use super::Messages;
use super::messages::{Item, decode};

/// Maximum number of messages that are encoded before the task yields to other tasks.
const BURST: usize = 64;

/// Maximum capacity that the encoding buffer keeps between messages. A larger buffer is freed.
const KEPT: usize = 256 << 10;

/// Encodes messages as payloads.
pub(crate) trait Encode<T> {
    /// Encodes a message, in place of the previous one.
    fn encode(&mut self, message: T) -> Result<(), ConnectionError>;

    /// Returns whether messages are sent as text.
    fn sends_text(&self) -> bool;

    /// Returns whether the encoded message is text, and its payload.
    fn payload(&self) -> (bool, &[u8]);
}

/// Messages as JSON.
struct AsJson {
    text: bool,
    json: Vec<u8>,
}

impl<T: Model + Serialize> Encode<T> for AsJson {
    fn encode(&mut self, message: T) -> Result<(), ConnectionError> {
        if self.json.capacity() > KEPT {
            self.json = Vec::new();
        }
        self.json.clear();
        json::write(&message, &mut self.json).map_err(ConnectionError::encode)
    }

    fn sends_text(&self) -> bool {
        self.text
    }

    fn payload(&self) -> (bool, &[u8]) {
        (self.text, &self.json)
    }
}

/// Lines of a dialect, which are encoded already.
#[derive(Default)]
pub(crate) struct AsLines(Bytes);

impl Encode<Bytes> for AsLines {
    fn encode(&mut self, line: Bytes) -> Result<(), ConnectionError> {
        self.0 = line;
        Ok(())
    }

    fn sends_text(&self) -> bool {
        true
    }

    fn payload(&self) -> (bool, &[u8]) {
        (true, &self.0)
    }
}

/// Sends typed messages until they end.
pub(crate) fn pump_typed<T: Model + Serialize>(
    messages: Messages<T>,
    sender: Sender,
    encoding: MessageEncoding,
) -> impl Future<Output = ()> {
    pump(messages, sender, AsJson { text: encoding == MessageEncoding::Text, json: Vec::new() })
}

/// A message that waits for room.
enum Waiting {
    /// It is in the codec.
    Encoded,
    /// It is encoded for many conversations, as text.
    Prepared(PreparedMessage),
}

/// Sends messages until they end, and closes with their close frame. Messages that are ready together are written
/// together.
pub(crate) async fn pump<T>(mut messages: Messages<T>, sender: Sender, mut codec: impl Encode<T>) {
    let mut waiting = None;
    if messages.are_none() {
        // The conversation ends with the other direction.
        poll_fn(|task| sender.poll_receiving_ended(task)).await;
        let _ = close_after_peer(&sender, &CloseFrame::normal()).await;
        return;
    }
    let last = poll_fn(|task| {
        for _ in 0..BURST {
            let fed = match &waiting {
                None => Poll::Ready(Ok(())),
                Some(Waiting::Encoded) => {
                    let (text, payload) = codec.payload();
                    sender.poll_feed(task, text, payload)
                }
                Some(Waiting::Prepared(message)) if codec.sends_text() => sender.poll_feed_prepared(task, message),
                Some(Waiting::Prepared(message)) => sender.poll_feed(task, false, message.as_bytes()),
            };
            match fed {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Err(_)) => return Poll::Ready(None),
                Poll::Ready(Ok(())) => waiting = None,
            }
            match messages.poll_item(task) {
                Poll::Ready(Some(Ok(Item::Value(message)))) => match codec.encode(message) {
                    Ok(()) => waiting = Some(Waiting::Encoded),
                    Err(error) => return Poll::Ready(Some(unencoded(&error))),
                },
                Poll::Ready(Some(Ok(Item::Prepared(message)))) => {
                    waiting = Some(Waiting::Prepared(message.message().clone()));
                }
                // A message that an upstream server has sent and that cannot be decoded is skipped. A broken stream
                // ends the conversation.
                Poll::Ready(Some(Err(error))) if !error.is_end() => {}
                Poll::Ready(Some(Err(_))) => return Poll::Ready(Some(CloseFrame::code_only(CloseCode::BAD_GATEWAY))),
                Poll::Ready(None) => {
                    return Poll::Ready(Some(messages.end().cloned().unwrap_or_else(CloseFrame::normal)));
                }
                // Without a connection no message is waited for.
                Poll::Pending => return sender.poll_rest(task).map(|()| None),
            }
        }
        if sender.poll_rest(task).is_ready() {
            return Poll::Ready(None);
        }
        task.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
    if let Some(frame) = last {
        // The peer may have closed before.
        let _ = close_after_peer(&sender, &frame).await;
    }
}

/// Returns the close frame after a message that cannot be encoded. Its reason names the place of the mistake.
fn unencoded(error: &ConnectionError) -> CloseFrame {
    let cause = error.source().map_or_else(|| error.to_string(), ToString::to_string);
    let mut reason = format!("a message cannot be encoded: {cause}");
    reason.truncate(reason.floor_char_boundary(CloseFrame::MAX_REASON));
    CloseFrame::new(CloseCode::INTERNAL_ERROR, reason).unwrap_or(CloseFrame::code_only(CloseCode::INTERNAL_ERROR))
}

/// Closes, and waits twice the close time-out for the peer's close frame, because the peer may send its remaining
/// messages first.
async fn close_after_peer(sender: &Sender, frame: &CloseFrame) -> Result<(), ConnectionError> {
    sender.close_within(frame, sender.close_timeout().saturating_mul(2)).await
}

/// The decoded messages of a receiver.
pub(crate) struct Decoded<T> {
    receiver: Receiver,
    /// Whether constraints are checked, as on a server.
    check: bool,
    /// The task of the other direction, where the connection does not run it.
    sending_task: Option<Task>,
    message: PhantomData<fn() -> T>,
}

impl<T> Decoded<T> {
    fn new(receiver: Receiver, check: bool, sending_task: Option<Task>) -> Self {
        Self { receiver, check, sending_task, message: PhantomData }
    }
}

impl<T: Model + DeserializeOwned> Stream for Decoded<T> {
    type Item = Result<T, ConnectionError>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(sending_task) = &mut self.sending_task
            && sending_task.as_mut().poll(task).is_ready()
        {
            self.sending_task = None;
        }
        let received = ready!(self.receiver.poll_data_message(task));
        Poll::Ready(Some(received.and_then(|message| decode(&message, self.check))))
    }
}

/// Runs a client's conversation: sends `input`, and returns the received messages.
pub(crate) fn converse<I, O>(connection: Connection, input: Messages<I>, encoding: MessageEncoding) -> Messages<O>
where
    I: Model + Serialize + Send + 'static,
    O: Model + DeserializeOwned + Send + 'static,
{
    let (sender, receiver) = connection.split();
    let sending_task = receiver.run_in_driver(Box::pin(pump_typed(input, sender, encoding))).err();
    Messages::from_results(Decoded::new(receiver, false, sending_task))
}

/// The receiving side of a connection that is not accepted yet. Polling for a message causes it to be accepted.
pub(crate) struct Gate(Arc<Inner>);

#[derive(Default)]
struct Inner {
    state: Mutex<State>,
    waiting: Arc<Wakers>,
}

#[derive(Default)]
struct State {
    wanted: bool,
    dropped: bool,
    /// Whether the connection was not accepted.
    shut: bool,
    receiver: Option<Receiver>,
}

impl Gate {
    /// Creates a gate, and the messages of its future connection.
    pub(crate) fn new<T: Model + DeserializeOwned + Send + 'static>() -> (Self, Messages<T>) {
        let inner = Arc::<Inner>::default();
        let gated = Gated::<T> { inner: inner.clone(), open: None };
        (Self(inner), Messages::from_results(gated))
    }

    /// Returns whether a message was polled for. Otherwise the task is woken once one is.
    pub(crate) fn is_wanted(&self, task: &mut Context<'_>) -> bool {
        self.0.waiting.register(task.waker());
        self.0.lock().wanted
    }

    /// Hands over the receiver of the accepted connection.
    pub(crate) fn open(self, receiver: Receiver) {
        let mut state = self.0.lock();
        if !state.dropped {
            state.receiver = Some(receiver);
        }
        drop(state);
        self.0.waiting.wake_all();
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.shut = true;
        drop(state);
        self.0.waiting.wake_all();
    }
}

impl Inner {
    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Gated<T> {
    inner: Arc<Inner>,
    open: Option<Decoded<T>>,
}

impl<T: Model + DeserializeOwned> Stream for Gated<T> {
    type Item = Result<T, ConnectionError>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.open.is_none() {
            // Registers before the check, because another thread may open the gate right after it.
            self.inner.waiting.register(task.waker());
            let mut state = self.inner.lock();
            let Some(receiver) = state.receiver.take() else {
                let wanted_before = std::mem::replace(&mut state.wanted, true);
                let shut = state.shut;
                drop(state);
                if shut {
                    return Poll::Ready(Some(Err(ConnectionError::ConnectionClosed(None))));
                }
                if !wanted_before {
                    self.inner.waiting.wake_all();
                    self.inner.waiting.register(task.waker());
                    // The gate may have been opened in between.
                    task.waker().wake_by_ref();
                }
                return Poll::Pending;
            };
            drop(state);
            self.open = Some(Decoded::new(receiver, true, None));
        }
        match &mut self.open {
            Some(open) => Pin::new(open).poll_next(task),
            None => Poll::Pending,
        }
    }
}

impl<T> Drop for Gated<T> {
    fn drop(&mut self) {
        let mut state = self.inner.lock();
        state.dropped = true;
        let receiver = state.receiver.take();
        drop(state);
        drop(receiver);
    }
}
