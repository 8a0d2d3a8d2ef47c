//! The sending half of a connection, which can be cloned.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_sink::Sink;

use crate::error::ConnectionError;
use crate::message::{CloseCode, CloseFrame, DataMessage, WebSocketData};
use crate::options::PingPolicy;
use crate::protocol::PreparedMessage;

use super::handle::Handle;
use super::shared::Shared;
use super::{Pings, TextPayload};

/// The sending half of a connection.
///
/// Clones send on the same connection. Each message is sent whole, whatever other tasks send.
///
/// Every method waits while more than [`write_buffer`](super::ConnectionOptions::write_buffer) bytes wait to be sent. A
/// slow peer therefore holds back a fast sender. Dropping a future that waits sends nothing. A message in the buffer is
/// sent even if its future is dropped.
///
/// ```
/// use api_websocket::{ConnectionError, Sender};
///
/// async fn publish(sender: Sender) -> Result<(), ConnectionError> {
///     sender.send_text("one").await?;
///     // One write for both.
///     sender.send_texts(["two", "three"]).await?;
///     sender.send_binary([1, 2, 3]).await?;
///     sender.close("all published").await
/// }
/// # let _ = publish;
/// ```
#[derive(Debug, Clone)]
pub struct Sender {
    handle: Handle,
}

impl Sender {
    pub(super) fn new(handle: Handle) -> Self {
        Self { handle }
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        self.handle.shared()
    }

    /// Sends a text message.
    ///
    /// # Errors
    /// Returns an error if the connection is closing or closed.
    pub fn send_text<T: TextPayload + Send>(
        &self,
        text: T,
    ) -> impl Future<Output = Result<(), ConnectionError>> + Send {
        self.send_one(text, |text| (true, text.as_utf8()))
    }

    /// Sends several text messages, and writes those that fit in the buffer at once. An empty list writes nothing.
    ///
    /// # Errors
    /// Returns an error if the connection is closing or closed.
    pub fn send_texts<I>(&self, texts: I) -> impl Future<Output = Result<(), ConnectionError>> + Send
    where
        I: IntoIterator<Item: TextPayload + Send, IntoIter: Send>,
    {
        self.send_all(texts.into_iter(), |text| (true, text.as_utf8()))
    }

    /// Sends a message that is encoded once for many connections.
    ///
    /// # Errors
    /// Returns an error if the connection is closing or closed.
    pub fn send_prepared(&self, message: &PreparedMessage) -> impl Future<Output = Result<(), ConnectionError>> + Send {
        self.send_all_prepared([message])
    }

    /// Sends several prepared messages, and writes those that fit in the buffer at once. An empty list writes nothing.
    ///
    /// # Errors
    /// Returns an error if the connection is closing or closed.
    pub async fn send_all_prepared<'a, I>(&self, messages: I) -> Result<(), ConnectionError>
    where
        I: IntoIterator<Item = &'a PreparedMessage, IntoIter: Send> + Send,
    {
        let mut messages = messages.into_iter().peekable();
        if messages.peek().is_none() {
            return Ok(());
        }
        for message in messages {
            poll_fn(|task| self.poll_feed_prepared(task, message)).await?;
        }
        poll_fn(|task| self.poll_flush(task)).await
    }

    /// Sends as many of several prepared messages as there is room for now. Returns how many were.
    ///
    /// It never waits, so that one task can send a message to many connections without waking the task of each, and
    /// leave those without room to [`Sender::send_prepared`]. Several messages are written at once. See
    /// [`PreparedMessage`] for an example.
    ///
    /// # Errors
    /// Returns an error if the connection is closing or closed: none was sent. After a failed write the messages before
    /// it may not have arrived either.
    pub fn try_send_prepared<'a>(
        &self,
        messages: impl IntoIterator<Item = &'a PreparedMessage>,
    ) -> Result<usize, ConnectionError> {
        self.shared().try_send(&mut messages.into_iter())
    }

    /// Sends a binary message.
    ///
    /// # Errors
    /// Returns an error if the connection is closing or closed.
    pub fn send_binary<B: AsRef<[u8]> + Send>(
        &self,
        bytes: B,
    ) -> impl Future<Output = Result<(), ConnectionError>> + Send {
        self.send_one(bytes, |bytes| (false, bytes.as_ref()))
    }

    /// Sends several binary messages, and writes those that fit in the buffer at once. An empty list writes nothing.
    ///
    /// # Errors
    /// Returns an error if the connection is closing or closed.
    pub fn send_binaries<I>(&self, messages: I) -> impl Future<Output = Result<(), ConnectionError>> + Send
    where
        I: IntoIterator<Item: AsRef<[u8]> + Send, IntoIter: Send>,
    {
        self.send_all(messages.into_iter(), |bytes| (false, bytes.as_ref()))
    }

    /// Sends a value as a text message, such as `Json`. A payload that is not UTF-8 is not sent.
    ///
    /// # Errors
    /// Returns an error if the value cannot be written, or if the connection is closing or closed.
    pub fn send_as_text<T: WebSocketData>(&self, value: T) -> impl Future<Output = Result<(), ConnectionError>> + Send {
        self.send_written(true, written(true, value))
    }

    /// Sends several values as text messages, and writes those that fit in the buffer at once.
    ///
    /// # Errors
    /// Returns an error if one of the values cannot be written: none is sent then. Returns an error if the connection
    /// is closing or closed.
    pub fn send_all_as_text<I>(&self, values: I) -> impl Future<Output = Result<(), ConnectionError>> + Send
    where
        I: IntoIterator<Item: WebSocketData>,
    {
        self.send_all_written(true, values.into_iter().map(|value| written(true, value)).collect())
    }

    /// Sends a value as a binary message.
    ///
    /// # Errors
    /// Returns an error if the value cannot be written, or if the connection is closing or closed.
    pub fn send_as_binary<T: WebSocketData>(
        &self,
        value: T,
    ) -> impl Future<Output = Result<(), ConnectionError>> + Send {
        self.send_written(false, written(false, value))
    }

    /// Sends several values as binary messages, and writes those that fit in the buffer at once.
    ///
    /// # Errors
    /// Returns an error if one of the values cannot be written: none is sent then. Returns an error if the connection
    /// is closing or closed.
    pub fn send_all_as_binary<I>(&self, values: I) -> impl Future<Output = Result<(), ConnectionError>> + Send
    where
        I: IntoIterator<Item: WebSocketData>,
    {
        self.send_all_written(false, values.into_iter().map(|value| written(false, value)).collect())
    }

    /// Sends a text or binary message.
    ///
    /// # Errors
    /// Returns an error if the connection is closing or closed.
    pub fn send_data_message(&self, message: DataMessage) -> impl Future<Output = Result<(), ConnectionError>> + Send {
        self.send_one(message, |message| (message.is_text(), message.as_bytes()))
    }

    /// Sends several text or binary messages, and writes those that fit in the buffer at once. An empty list writes
    /// nothing.
    ///
    /// # Errors
    /// Returns an error if the connection is closing or closed.
    pub fn send_data_messages<I>(&self, messages: I) -> impl Future<Output = Result<(), ConnectionError>> + Send
    where
        I: IntoIterator<Item = DataMessage, IntoIter: Send>,
    {
        self.send_all(messages.into_iter(), |message| (message.is_text(), message.as_bytes()))
    }

    /// Sends a ping with a payload of at most 125 bytes.
    ///
    /// # Errors
    /// Returns an error if the payload is longer, or if the connection is closing or closed.
    pub fn send_ping<B: AsRef<[u8]> + Send>(
        &self,
        payload: B,
    ) -> impl Future<Output = Result<(), ConnectionError>> + Send {
        let shared = self.shared();
        let put = poll_fn(move |task| shared.poll_send(task, &mut |machine, now| machine.ping(payload.as_ref(), now)));
        async move {
            put.await?;
            poll_fn(|task| self.poll_flush(task)).await
        }
    }

    /// Sends an unsolicited pong, with a payload of at most 125 bytes. Pings are answered automatically.
    ///
    /// # Errors
    /// Returns an error if the payload is longer, or if the connection is closing or closed.
    pub fn send_pong<B: AsRef<[u8]> + Send>(
        &self,
        payload: B,
    ) -> impl Future<Output = Result<(), ConnectionError>> + Send {
        let shared = self.shared();
        let put = poll_fn(move |task| shared.poll_send(task, &mut |machine, now| machine.pong(payload.as_ref(), now)));
        async move {
            put.await?;
            poll_fn(|task| self.poll_flush(task)).await
        }
    }

    /// Closes with 1000 and a reason. Receiving goes on until the peer has answered.
    ///
    /// # Errors
    /// Returns an error if the reason has more than 123 bytes, or if the connection is closing or closed.
    pub async fn close(&self, reason: &str) -> Result<(), ConnectionError> {
        self.close_with(CloseCode::NORMAL, reason).await
    }

    /// Closes with a code and a reason. Receiving goes on until the peer has answered.
    ///
    /// # Errors
    /// Returns an error if the code may not be sent, if the reason has more than 123 bytes, or if the connection is
    /// closing or closed.
    pub async fn close_with(&self, code: CloseCode, reason: &str) -> Result<(), ConnectionError> {
        let code = CloseCode::new(code.as_u16())?;
        self.close_frame(&CloseFrame::new(code, reason)?).await
    }

    /// Closes with a close frame. One with [`CloseCode::NO_STATUS`] is sent empty.
    ///
    /// # Errors
    /// Returns an error if the connection is closing or closed.
    pub async fn close_frame(&self, frame: &CloseFrame) -> Result<(), ConnectionError> {
        self.shared().close(frame, None)?;
        poll_fn(|task| self.poll_flush(task)).await
    }

    /// Closes with a close frame, and sets the close time-out.
    ///
    /// # Errors
    /// Returns an error if the connection is closing or closed.
    pub async fn close_within(&self, frame: &CloseFrame, time: Duration) -> Result<(), ConnectionError> {
        self.shared().close(frame, Some(time))?;
        poll_fn(|task| self.poll_flush(task)).await
    }

    /// Returns the close time-out.
    pub fn close_timeout(&self) -> Duration {
        self.shared().close_timeout()
    }

    /// Starts sending pings, in place of those of another policy, until [`Pings::abort`] or the end of the connection.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use api_websocket::{PingPolicy, Sender};
    ///
    /// fn keep_alive(sender: &Sender) {
    ///     let pings = sender.spawn_pings(PingPolicy::every(Duration::from_secs(20)));
    ///     // The pings go on without the handle.
    ///     drop(pings);
    /// }
    /// # let _ = keep_alive;
    /// ```
    pub fn spawn_pings(&self, policy: PingPolicy) -> Pings {
        self.shared().ping_by(Some(policy));
        Pings::of(self.handle.clone())
    }

    /// Waits until the server shuts down, or until nothing can be sent any more.
    ///
    /// Without such a call, a shutdown closes the connection with 1001 at once. After such a call, the handler can send
    /// messages until it closes or returns. When the close time-out has passed, the connection is closed with 1001.
    ///
    /// # Cancel safety
    /// Cancel safe. The call has its effect on a shutdown even if the future is dropped.
    pub async fn going_away(&self) {
        poll_fn(|task| self.shared().poll_going_away(task)).await;
    }

    /// Waits until nothing more is received and nothing can be sent, and returns the reason.
    pub async fn ended(&self) -> ConnectionError {
        poll_fn(|task| self.poll_ended(task)).await
    }

    /// Polls [`Sender::ended`].
    pub fn poll_ended(&self, task: &mut Context<'_>) -> Poll<ConnectionError> {
        self.shared().poll_ended(task)
    }

    /// Polls for the end of receiving: the peer has closed, the connection has failed, or the
    /// [`Receiver`](super::Receiver) is dropped.
    pub fn poll_receiving_ended(&self, task: &mut Context<'_>) -> Poll<()> {
        self.shared().poll_receiving_ended(task)
    }

    /// Polls to append a message to the buffer. The payload of a text must be UTF-8. [`Sender::poll_flush`] or
    /// [`Sender::poll_rest`] follows.
    ///
    /// # Errors
    /// Returns an error if the connection is closing or closed.
    pub fn poll_feed(&self, task: &mut Context<'_>, text: bool, payload: &[u8]) -> Poll<Result<(), ConnectionError>> {
        self.shared().poll_feed(task, text, payload)
    }

    /// Polls to append a prepared message to the buffer. [`Sender::poll_flush`] or [`Sender::poll_rest`] follows.
    ///
    /// # Errors
    /// Returns an error if the connection is closing or closed.
    pub fn poll_feed_prepared(
        &self,
        task: &mut Context<'_>,
        message: &PreparedMessage,
    ) -> Poll<Result<(), ConnectionError>> {
        self.shared().poll_feed_prepared(task, message)
    }

    /// Polls to write the buffer while the program has no message to send. Ready once nothing more is received or sent.
    pub fn poll_rest(&self, task: &mut Context<'_>) -> Poll<()> {
        self.shared().poll_rest(task)
    }

    /// Polls to write the buffer.
    ///
    /// # Errors
    /// Returns an error if the transport has failed.
    pub fn poll_flush(&self, task: &mut Context<'_>) -> Poll<Result<(), ConnectionError>> {
        self.shared().poll_flush(task, false)
    }

    /// Sends one message. `payload` returns whether it is a text, and its bytes.
    fn send_one<M: Send>(
        &self,
        message: M,
        payload: impl Fn(&M) -> (bool, &[u8]) + Send,
    ) -> impl Future<Output = Result<(), ConnectionError>> + Send {
        let shared = self.shared();
        let mut sent = false;
        poll_fn(move |task| {
            if !sent {
                let (text, payload) = payload(&message);
                if ready!(shared.poll_send_now(task, text, payload))? {
                    return Poll::Ready(Ok(()));
                }
                sent = true;
            }
            shared.poll_flush(task, false)
        })
    }

    /// Sends all messages, and writes once.
    async fn send_all<M: Send>(
        &self,
        messages: impl Iterator<Item = M> + Send,
        payload: impl Fn(&M) -> (bool, &[u8]) + Copy + Send,
    ) -> Result<(), ConnectionError> {
        let mut any = false;
        for message in messages {
            any = true;
            poll_fn(move |task| {
                let (text, payload) = payload(&message);
                self.poll_feed(task, text, payload)
            })
            .await?;
        }
        if any { poll_fn(|task| self.poll_flush(task)).await } else { Ok(()) }
    }

    async fn send_written(&self, text: bool, payload: Result<Bytes, ConnectionError>) -> Result<(), ConnectionError> {
        self.send_one(payload?, |payload| (text, payload)).await
    }

    async fn send_all_written(
        &self,
        text: bool,
        payloads: Result<Vec<Bytes>, ConnectionError>,
    ) -> Result<(), ConnectionError> {
        self.send_all(payloads?.into_iter(), |payload| (text, payload)).await
    }
}

/// Writes a value as a payload, which must be UTF-8 for a text.
fn written(text: bool, value: impl WebSocketData) -> Result<Bytes, ConnectionError> {
    let payload = value.into_payload().map_err(ConnectionError::encode)?;
    if text {
        std::str::from_utf8(&payload).map_err(ConnectionError::encode)?;
    }
    Ok(payload)
}

/// Appends each item to the buffer once there is room. Flushing writes the buffer. Closing sends 1000.
impl Sink<DataMessage> for Sender {
    type Error = ConnectionError;

    fn poll_ready(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Result<(), ConnectionError>> {
        self.shared().poll_send(task, &mut |_, _| Ok(()))
    }

    fn start_send(self: Pin<&mut Self>, message: DataMessage) -> Result<(), ConnectionError> {
        self.shared().put(|machine, now| machine.send(&message, now))
    }

    fn poll_flush(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Result<(), ConnectionError>> {
        self.shared().poll_flush(task, true)
    }

    fn poll_close(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Result<(), ConnectionError>> {
        match self.shared().close(&CloseFrame::normal(), None) {
            Ok(()) | Err(ConnectionError::AlreadyClosing | ConnectionError::CloseRequest(_)) => {}
            Err(error) => return Poll::Ready(Err(error)),
        }
        ready!(self.shared().poll_flush(task, true))?;
        Poll::Ready(Ok(()))
    }
}

const _: () = {
    const fn shareable<T: Clone + Send + Sync>() {}
    shareable::<Sender>();
};
