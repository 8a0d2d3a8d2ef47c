//! A connection: both halves together.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use super::deflate::Agreed;
use super::handle::Handle;
use super::machine::{Machine, Role};
use super::shared::Shared;
use super::{
    Agreement, CloseCode, CloseFrame, ConnectionError, ConnectionOptions, DataMessage, Message, PingPolicy, Pings,
    Receiver, Sender, Utf8Bytes, WebSocketData, Wire,
};

/// One end of an open WebSocket.
///
/// Receiving and sending are independent of each other: [`Connection::split`] gives each its own value, and the sender can be cloned.
/// Dropping all of it closes: with 1000 on a server, with 1001 on a client.
#[derive(Debug)]
pub struct Connection {
    sender: Sender,
    receiver: Receiver,
    subprotocol: Option<String>,
    compressed: bool,
}

impl Connection {
    /// A connection over a transport on which the opening handshake is done already, without compression.
    pub fn over(role: Role, wire: impl Wire, options: ConnectionOptions) -> Self {
        let connection = Self::new(role, Box::new(wire), options, None, None);
        connection.shared().spawn_driver();
        connection
    }

    /// A connection over a transport on which the opening handshake is done already, with what both ends agreed on.
    pub fn agreed(role: Role, wire: Box<dyn Wire>, options: ConnectionOptions, agreement: Agreement) -> Self {
        let Agreement { subprotocol, deflate } = agreement;
        let connection = Self::new(role, wire, options, deflate.as_ref(), subprotocol);
        connection.shared().spawn_driver();
        connection
    }

    pub(crate) fn new(
        role: Role,
        wire: Box<dyn Wire>,
        options: ConnectionOptions,
        agreed: Option<&Agreed>,
        subprotocol: Option<String>,
    ) -> Self {
        let machine = Machine::new(role, options, agreed, wire.now());
        let shared = Shared::new(machine, wire);
        let (sender, receiver) = (Sender::new(Handle::new(shared.clone())), Receiver::new(Handle::new(shared)));
        Self { sender, receiver, subprotocol, compressed: agreed.is_some() }
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        self.sender.handle().shared()
    }

    /// Lets what is being said be finished when the peer closes.
    pub fn half_close(&self) {
        self.shared().half_close();
    }

    /// The subprotocol that was agreed on.
    pub fn subprotocol(&self) -> Option<&str> {
        self.subprotocol.as_deref()
    }

    /// Whether permessage-deflate was agreed on.
    pub fn is_compressed(&self) -> bool {
        self.compressed
    }

    /// Both halves.
    pub fn split(self) -> (Sender, Receiver) {
        (self.sender, self.receiver)
    }

    /// The sending half, which can be cloned.
    pub fn sender(&self) -> &Sender {
        &self.sender
    }

    /// See [`Receiver::receive`].
    ///
    /// # Errors
    /// As there.
    ///
    /// # Cancel safety
    /// Cancel safe.
    pub async fn receive<T: WebSocketData>(&mut self) -> Result<T, ConnectionError> {
        self.receiver.receive().await
    }

    /// See [`Receiver::receive_data_message`].
    ///
    /// # Errors
    /// As there.
    ///
    /// # Cancel safety
    /// Cancel safe.
    pub async fn receive_data_message(&mut self) -> Result<DataMessage, ConnectionError> {
        self.receiver.receive_data_message().await
    }

    /// See [`Receiver::receive_message`].
    ///
    /// # Errors
    /// As there.
    ///
    /// # Cancel safety
    /// Cancel safe.
    pub async fn receive_message(&mut self) -> Result<Message, ConnectionError> {
        self.receiver.receive_message().await
    }

    /// See [`Sender::send_text`].
    ///
    /// # Errors
    /// As there.
    pub async fn send_text(&self, text: impl Into<Utf8Bytes>) -> Result<(), ConnectionError> {
        self.sender.send_text(text).await
    }

    /// See [`Sender::send_texts`].
    ///
    /// # Errors
    /// As there.
    pub async fn send_texts<T: Into<Utf8Bytes>>(
        &self,
        texts: impl IntoIterator<Item = T, IntoIter: Send> + Send,
    ) -> Result<(), ConnectionError> {
        self.sender.send_texts(texts).await
    }

    /// See [`Sender::send_binary`].
    ///
    /// # Errors
    /// As there.
    pub async fn send_binary(&self, bytes: impl Into<Bytes>) -> Result<(), ConnectionError> {
        self.sender.send_binary(bytes).await
    }

    /// See [`Sender::send_binaries`].
    ///
    /// # Errors
    /// As there.
    pub async fn send_binaries<T: Into<Bytes>>(
        &self,
        messages: impl IntoIterator<Item = T, IntoIter: Send> + Send,
    ) -> Result<(), ConnectionError> {
        self.sender.send_binaries(messages).await
    }

    /// See [`Sender::send_data_message`].
    ///
    /// # Errors
    /// As there.
    pub async fn send_data_message(&self, message: DataMessage) -> Result<(), ConnectionError> {
        self.sender.send_data_message(message).await
    }

    /// See [`Sender::send_data_messages`].
    ///
    /// # Errors
    /// As there.
    pub async fn send_data_messages(
        &self,
        messages: impl IntoIterator<Item = DataMessage, IntoIter: Send> + Send,
    ) -> Result<(), ConnectionError> {
        self.sender.send_data_messages(messages).await
    }

    /// See [`Sender::send_ping`].
    ///
    /// # Errors
    /// As there.
    pub async fn send_ping(&self, payload: impl AsRef<[u8]> + Send) -> Result<(), ConnectionError> {
        self.sender.send_ping(payload).await
    }

    /// See [`Sender::send_pong`].
    ///
    /// # Errors
    /// As there.
    pub async fn send_pong(&self, payload: impl AsRef<[u8]> + Send) -> Result<(), ConnectionError> {
        self.sender.send_pong(payload).await
    }

    /// See [`Sender::spawn_pings`].
    pub fn spawn_pings(&self, policy: PingPolicy) -> Pings {
        self.sender.spawn_pings(policy)
    }

    /// See [`Sender::close`].
    ///
    /// # Errors
    /// As there.
    pub async fn close(&self, reason: &str) -> Result<(), ConnectionError> {
        self.sender.close(reason).await
    }

    /// See [`Sender::close_with`].
    ///
    /// # Errors
    /// As there.
    pub async fn close_with(&self, code: CloseCode, reason: &str) -> Result<(), ConnectionError> {
        self.sender.close_with(code, reason).await
    }

    /// See [`Sender::going_away`].
    ///
    /// # Cancel safety
    /// Cancel safe.
    pub async fn going_away(&self) {
        self.sender.going_away().await;
    }

    /// Closes, drops what still comes, and waits at most this long for the peer's close frame, which it gives.
    ///
    /// # Errors
    /// If the peer did not answer with a close frame.
    pub async fn close_and_wait(mut self, frame: &CloseFrame, within: Duration) -> Result<CloseFrame, ConnectionError> {
        match self.shared().close(frame, Some(within)) {
            // Whoever began, the end is the same.
            Ok(()) | Err(ConnectionError::AlreadyClosing) => {}
            Err(ConnectionError::CloseRequest(frame)) => return Ok(frame),
            Err(error) => return Err(error),
        }
        loop {
            match self.receive_data_message().await {
                Ok(_) => {}
                Err(ConnectionError::CloseRequest(frame)) => return Ok(frame),
                Err(error) => return Err(error),
            }
        }
    }

    /// Why nothing more is received, once that was said.
    pub fn end(&self) -> Option<&ConnectionError> {
        self.receiver.end()
    }
}

impl Stream for Connection {
    type Item = Result<DataMessage, ConnectionError>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut self.receiver).poll_next(task)
    }
}
