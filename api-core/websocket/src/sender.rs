//! The sending half of a connection: clonable, for any number of tasks.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_sink::Sink;

use super::handle::Handle;
use super::{CloseCode, CloseFrame, ConnectionError, DataMessage, PingPolicy, Utf8Bytes, WebSocketData};

/// Sends messages. Clones share the connection; messages of several tasks do not mix, each goes whole.
///
/// Every method waits while more than [`write_buffer`](super::ConnectionOptions::write_buffer) bytes wait to be sent, which is how a
/// slow peer holds back a fast sender. Dropping a future that waits sends nothing; once a message is in the buffer it is sent, also if the future
/// is dropped then.
#[derive(Debug, Clone)]
pub struct Sender {
    handle: Handle,
}

impl Sender {
    pub(super) fn new(handle: Handle) -> Self {
        Self { handle }
    }

    /// Sends a text.
    ///
    /// # Errors
    /// If the connection is closing or over.
    pub async fn send_text(&self, text: impl Into<Utf8Bytes>) -> Result<(), ConnectionError> {
        self.send_data_message(DataMessage::Text(text.into())).await
    }

    /// Sends several texts, and writes once for all that fit in the buffer together. None writes nothing.
    ///
    /// # Errors
    /// If the connection is closing or over.
    pub async fn send_texts<T: Into<Utf8Bytes>>(
        &self,
        texts: impl IntoIterator<Item = T, IntoIter: Send> + Send,
    ) -> Result<(), ConnectionError> {
        self.send_data_messages(texts.into_iter().map(|text| DataMessage::Text(text.into()))).await
    }

    /// Sends bytes.
    ///
    /// # Errors
    /// If the connection is closing or over.
    pub async fn send_binary(&self, bytes: impl Into<Bytes>) -> Result<(), ConnectionError> {
        self.send_data_message(DataMessage::Binary(bytes.into())).await
    }

    /// Sends several messages of bytes, and writes once for all that fit in the buffer together. None writes nothing.
    ///
    /// # Errors
    /// If the connection is closing or over.
    pub async fn send_binaries<T: Into<Bytes>>(
        &self,
        messages: impl IntoIterator<Item = T, IntoIter: Send> + Send,
    ) -> Result<(), ConnectionError> {
        self.send_data_messages(messages.into_iter().map(|bytes| DataMessage::Binary(bytes.into()))).await
    }

    /// Sends a value as a text message, [`Json`](super::Json) for instance. What is not UTF-8 is not sent.
    ///
    /// # Errors
    /// If the value cannot be written, or the connection is closing or over.
    pub async fn send_as_text(&self, value: impl WebSocketData) -> Result<(), ConnectionError> {
        let payload = value.into_payload().map_err(ConnectionError::encode)?;
        let text = Utf8Bytes::try_from(payload).map_err(ConnectionError::encode)?;
        self.send_data_message(DataMessage::Text(text)).await
    }

    /// Sends a value as a binary message.
    ///
    /// # Errors
    /// If the value cannot be written, or the connection is closing or over.
    pub async fn send_as_binary(&self, value: impl WebSocketData) -> Result<(), ConnectionError> {
        let payload = value.into_payload().map_err(ConnectionError::encode)?;
        self.send_data_message(DataMessage::Binary(payload)).await
    }

    /// Sends a message of either kind.
    ///
    /// # Errors
    /// If the connection is closing or over.
    pub async fn send_data_message(&self, message: DataMessage) -> Result<(), ConnectionError> {
        let shared = self.handle.shared();
        let mut sent = false;
        poll_fn(|task| {
            if !sent {
                ready!(shared.poll_send_now(task, &message))?;
                sent = true;
            }
            shared.poll_flush(task, false)
        })
        .await
    }

    /// Sends several messages, and writes once for all that fit in the buffer together. None writes nothing.
    ///
    /// # Errors
    /// If the connection is closing or over.
    pub async fn send_data_messages(
        &self,
        messages: impl IntoIterator<Item = DataMessage, IntoIter: Send> + Send,
    ) -> Result<(), ConnectionError> {
        let mut any = false;
        for message in messages {
            any = true;
            poll_fn(|task| self.poll_feed(task, &message)).await?;
        }
        if any { poll_fn(|task| self.poll_flush(task)).await } else { Ok(()) }
    }

    /// Sends a ping with a payload of at most 125 bytes.
    ///
    /// # Errors
    /// If the payload is longer, or the connection is closing or over.
    pub async fn send_ping(&self, payload: impl AsRef<[u8]> + Send) -> Result<(), ConnectionError> {
        let shared = self.handle.shared();
        poll_fn(|task| shared.poll_send(task, &mut |machine, now| machine.ping(payload.as_ref(), now))).await?;
        poll_fn(|task| self.poll_flush(task)).await
    }

    /// Sends a pong that nobody asked for, with a payload of at most 125 bytes. Pings are answered without it.
    ///
    /// # Errors
    /// If the payload is longer, or the connection is closing or over.
    pub async fn send_pong(&self, payload: impl AsRef<[u8]> + Send) -> Result<(), ConnectionError> {
        let shared = self.handle.shared();
        poll_fn(|task| shared.poll_send(task, &mut |machine, now| machine.pong(payload.as_ref(), now))).await?;
        poll_fn(|task| self.poll_flush(task)).await
    }

    /// Closes with 1000 and a reason. Receiving goes on until the peer has answered.
    ///
    /// # Errors
    /// If the reason has more than 123 bytes, or the connection is closing or over.
    pub async fn close(&self, reason: &str) -> Result<(), ConnectionError> {
        self.close_with(CloseCode::NORMAL, reason).await
    }

    /// Closes with a code and a reason. Receiving goes on until the peer has answered.
    ///
    /// # Errors
    /// If the code may not be sent, the reason has more than 123 bytes, or the connection is closing or over.
    pub async fn close_with(&self, code: CloseCode, reason: &str) -> Result<(), ConnectionError> {
        let code = CloseCode::new(code.as_u16())?;
        self.close_frame(&CloseFrame::new(code, reason)?).await
    }

    /// The same with a frame; one whose code is [`CloseCode::NO_STATUS`] goes out empty.
    ///
    /// # Errors
    /// If the connection is closing or over.
    pub async fn close_frame(&self, frame: &CloseFrame) -> Result<(), ConnectionError> {
        self.handle.shared().close(frame, None)?;
        poll_fn(|task| self.poll_flush(task)).await
    }

    /// Closes, and leaves a peer that answers only once it has said all twice the time that it allows itself for that.
    ///
    /// # Errors
    /// If the connection is closing or over.
    pub async fn close_patiently(&self, frame: &CloseFrame) -> Result<(), ConnectionError> {
        let shared = self.handle.shared();
        let within = shared.close_timeout().saturating_mul(2);
        shared.close(frame, Some(within))?;
        poll_fn(|task| self.poll_flush(task)).await
    }

    /// Pings the peer from now on, beside whatever the program does, until the handle says stop or the connection ends.
    pub fn spawn_pings(&self, policy: PingPolicy) -> Pings {
        self.handle.shared().ping_by(Some(policy));
        Pings { sender: self.clone() }
    }

    /// Waits until the server shuts down, or nothing can be sent any more.
    ///
    /// A shutdown closes with 1001 at once, unless somebody has waited here: then the handler is left the close time-out for what its protocol says
    /// in farewell, and ends it by closing or by returning. When that time has passed, the connection is closed with 1001 all the same.
    ///
    /// # Cancel safety
    /// Cancel safe. What was waited for once is announced, also if nobody waits any more.
    pub async fn going_away(&self) {
        poll_fn(|task| self.handle.shared().poll_going_away(task)).await;
    }

    /// Waits until nothing more is received, and says why.
    pub async fn ended(&self) -> ConnectionError {
        poll_fn(|task| self.handle.shared().poll_ended(task)).await
    }

    fn poll_feed(&self, task: &mut Context<'_>, message: &DataMessage) -> Poll<Result<(), ConnectionError>> {
        self.poll_feed_payload(task, message.is_text(), message.as_bytes())
    }

    /// Puts bytes into the buffer, which are UTF-8 if they are sent as text.
    ///
    /// # Errors
    /// If the connection is closing or over.
    pub fn poll_feed_payload(
        &self,
        task: &mut Context<'_>,
        text: bool,
        payload: &[u8],
    ) -> Poll<Result<(), ConnectionError>> {
        self.handle.shared().poll_send(task, &mut |machine, now| machine.send_payload(text, payload, now))
    }

    /// Writes what is in the buffer.
    ///
    /// # Errors
    /// If the connection is over.
    pub fn poll_flush(&self, task: &mut Context<'_>) -> Poll<Result<(), ConnectionError>> {
        self.handle.shared().poll_flush(task, false)
    }

    /// Ready with the reason once nothing more is received, see [`Sender::ended`].
    pub fn poll_ended(&self, task: &mut Context<'_>) -> Poll<ConnectionError> {
        self.handle.shared().poll_ended(task)
    }

    /// Ready once the peer has closed, or the receiver is gone.
    pub fn poll_silence(&self, task: &mut Context<'_>) -> Poll<()> {
        self.handle.shared().poll_silence(task)
    }

    pub(crate) fn handle(&self) -> &Handle {
        &self.handle
    }
}

/// Pings that a connection sends by itself, see [`Sender::spawn_pings`]. Dropping it changes nothing.
#[derive(Debug)]
pub struct Pings {
    sender: Sender,
}

impl Pings {
    /// Sends no more pings.
    pub fn abort(self) {
        self.sender.handle.shared().ping_by(None);
    }
}

/// Each item is put into the buffer once there is room; flushing writes the buffer, closing sends 1000.
impl Sink<DataMessage> for Sender {
    type Error = ConnectionError;

    fn poll_ready(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Result<(), ConnectionError>> {
        self.handle.shared().poll_send(task, &mut |_, _| Ok(()))
    }

    fn start_send(self: Pin<&mut Self>, message: DataMessage) -> Result<(), ConnectionError> {
        self.handle.shared().put(|machine, now| machine.send(&message, now))
    }

    fn poll_flush(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Result<(), ConnectionError>> {
        self.handle.shared().poll_flush(task, true)
    }

    fn poll_close(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Result<(), ConnectionError>> {
        match self.handle.shared().close(&CloseFrame::normal(), None) {
            Ok(()) | Err(ConnectionError::AlreadyClosing | ConnectionError::CloseRequest(_)) => {}
            Err(error) => return Poll::Ready(Err(error)),
        }
        ready!(self.handle.shared().poll_flush(task, true))?;
        Poll::Ready(Ok(()))
    }
}

const _: () = {
    const fn shareable<T: Clone + Send + Sync>() {}
    shareable::<Sender>();
    shareable::<Arc<Sender>>();
};
