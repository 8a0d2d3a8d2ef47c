//! A connection: receiving, sending, and closing over a transport.

mod handle;
mod pings;
mod receiver;
mod relay;
mod sender;
mod shared;
mod text;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;

use crate::deflate::Negotiated;
use crate::error::ConnectionError;
use crate::message::{CloseCode, CloseFrame, DataMessage, Message, WebSocketData};
use crate::options::{Agreement, ConnectionOptions, PingPolicy, Role};
use crate::protocol::{Machine, PreparedMessage};
use crate::wire::Wire;

use self::handle::Handle;

pub use self::pings::Pings;
pub use self::receiver::Receiver;
pub use self::sender::Sender;
pub use self::text::TextPayload;

pub(crate) use self::relay::relay;
pub(crate) use self::shared::Shared;

/// One end of an open WebSocket.
///
/// Receiving and sending are independent: [`Connection::split`] returns both halves, and the [`Sender`] can be cloned.
/// Pings and close frames of the peer are answered while the connection is driven: by a separate task if the transport
/// can spawn one, otherwise by the calls that receive and send.
///
/// Dropping all handles closes the connection: with 1000 if a [`Conversation`](crate::handshake::Conversation) drives
/// it, as on a server, otherwise with 1001.
///
/// ```
/// use api_websocket::{Connection, ConnectionError};
///
/// async fn echo(mut connection: Connection) -> Result<(), ConnectionError> {
///     loop {
///         let message = connection.receive_data_message().await?;
///         connection.send_data_message(message).await?;
///     }
/// }
/// # let _ = echo;
/// ```
#[derive(Debug)]
pub struct Connection {
    sender: Sender,
    receiver: Receiver,
    subprotocol: Option<String>,
    compressed: bool,
}

impl Connection {
    /// Creates a connection over a transport whose opening handshake is complete, without subprotocol and compression.
    pub fn over(role: Role, wire: impl Wire, options: ConnectionOptions) -> Self {
        Self::agreed(role, Box::new(wire), options, Agreement::default())
    }

    /// Creates a connection over a transport whose opening handshake is complete, with the agreed parameters.
    pub fn agreed(role: Role, wire: Box<dyn Wire>, options: ConnectionOptions, agreement: Agreement) -> Self {
        let Agreement { subprotocol, deflate } = agreement;
        let connection = Self::new(role, wire, options, deflate.as_ref(), subprotocol);
        connection.shared().spawn_driver();
        connection
    }

    /// Creates a connection that nothing drives yet.
    pub(crate) fn new(
        role: Role,
        wire: Box<dyn Wire>,
        options: ConnectionOptions,
        deflate: Option<&Negotiated>,
        subprotocol: Option<String>,
    ) -> Self {
        let machine = Machine::new(role, options, deflate, wire.now());
        let shared = Shared::new(machine, wire);
        let (sender, receiver) = (Sender::new(Handle::new(shared.clone())), Receiver::new(Handle::new(shared)));
        Self { sender, receiver, subprotocol, compressed: deflate.is_some() }
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        self.sender.shared()
    }

    /// Disables the automatic answer to a close frame of the peer.
    ///
    /// Messages can be sent after a close frame of the peer, until this end closes or the close time-out has passed.
    /// Closing with 1000 and without a reason then repeats the code and reason of the peer.
    pub fn allow_half_close(&self) {
        self.shared().allow_half_close();
    }

    /// Returns the selected subprotocol.
    pub fn subprotocol(&self) -> Option<&str> {
        self.subprotocol.as_deref()
    }

    /// Returns whether permessage-deflate was negotiated.
    pub fn is_compressed(&self) -> bool {
        self.compressed
    }

    /// Splits into both halves.
    pub fn split(self) -> (Sender, Receiver) {
        (self.sender, self.receiver)
    }

    /// Returns the sending half, which can be cloned.
    pub fn sender(&self) -> &Sender {
        &self.sender
    }

    /// Receives the next text or binary message as a value.
    ///
    /// ```
    /// # #[cfg(feature = "json")] {
    /// use api_websocket::{Connection, ConnectionError, Json};
    ///
    /// async fn total(connection: &mut Connection) -> Result<u32, ConnectionError> {
    ///     let Json(numbers) = connection.receive::<Json<Vec<u32>>>().await?;
    ///     Ok(numbers.iter().sum())
    /// }
    /// # let _ = total; }
    /// ```
    ///
    /// # Errors
    /// Returns the errors of [`Receiver::receive`].
    ///
    /// # Cancel safety
    /// Cancel safe: dropping the future loses no message.
    pub async fn receive<T: WebSocketData>(&mut self) -> Result<T, ConnectionError> {
        self.receiver.receive().await
    }

    /// Receives the next text or binary message.
    ///
    /// # Errors
    /// Returns the errors of [`Receiver::receive_data_message`].
    ///
    /// # Cancel safety
    /// Cancel safe: dropping the future loses no message.
    pub async fn receive_data_message(&mut self) -> Result<DataMessage, ConnectionError> {
        self.receiver.receive_data_message().await
    }

    /// Receives the next message of any kind.
    ///
    /// # Errors
    /// Returns the errors of [`Receiver::receive_message`].
    ///
    /// # Cancel safety
    /// Cancel safe: dropping the future loses no message.
    pub async fn receive_message(&mut self) -> Result<Message, ConnectionError> {
        self.receiver.receive_message().await
    }

    /// Sends a text message.
    ///
    /// # Errors
    /// Returns the errors of [`Sender::send_text`].
    pub fn send_text<T: TextPayload + Send>(
        &self,
        text: T,
    ) -> impl Future<Output = Result<(), ConnectionError>> + Send {
        self.sender.send_text(text)
    }

    /// Sends several text messages, and writes those that fit in the buffer at once.
    ///
    /// # Errors
    /// Returns the errors of [`Sender::send_texts`].
    pub fn send_texts<I>(&self, texts: I) -> impl Future<Output = Result<(), ConnectionError>> + Send
    where
        I: IntoIterator<Item: TextPayload + Send, IntoIter: Send>,
    {
        self.sender.send_texts(texts)
    }

    /// Sends a binary message.
    ///
    /// # Errors
    /// Returns the errors of [`Sender::send_binary`].
    pub fn send_binary<B: AsRef<[u8]> + Send>(
        &self,
        bytes: B,
    ) -> impl Future<Output = Result<(), ConnectionError>> + Send {
        self.sender.send_binary(bytes)
    }

    /// Sends several binary messages, and writes those that fit in the buffer at once.
    ///
    /// # Errors
    /// Returns the errors of [`Sender::send_binaries`].
    pub fn send_binaries<I>(&self, messages: I) -> impl Future<Output = Result<(), ConnectionError>> + Send
    where
        I: IntoIterator<Item: AsRef<[u8]> + Send, IntoIter: Send>,
    {
        self.sender.send_binaries(messages)
    }

    /// Sends a value as a text message.
    ///
    /// ```
    /// # #[cfg(feature = "json")] {
    /// use api_websocket::{Connection, ConnectionError, Json};
    ///
    /// async fn announce(connection: &Connection) -> Result<(), ConnectionError> {
    ///     connection.send_as_text(Json(vec![1, 2])).await?;
    ///     connection.send_all_as_text([Json(1), Json(2)]).await
    /// }
    /// # let _ = announce; }
    /// ```
    ///
    /// # Errors
    /// Returns the errors of [`Sender::send_as_text`].
    pub fn send_as_text<T: WebSocketData>(&self, value: T) -> impl Future<Output = Result<(), ConnectionError>> + Send {
        self.sender.send_as_text(value)
    }

    /// Sends several values as text messages, and writes those that fit in the buffer at once.
    ///
    /// # Errors
    /// Returns the errors of [`Sender::send_all_as_text`].
    pub fn send_all_as_text<I>(&self, values: I) -> impl Future<Output = Result<(), ConnectionError>> + Send
    where
        I: IntoIterator<Item: WebSocketData>,
    {
        self.sender.send_all_as_text(values)
    }

    /// Sends a value as a binary message.
    ///
    /// # Errors
    /// Returns the errors of [`Sender::send_as_binary`].
    pub fn send_as_binary<T: WebSocketData>(
        &self,
        value: T,
    ) -> impl Future<Output = Result<(), ConnectionError>> + Send {
        self.sender.send_as_binary(value)
    }

    /// Sends several values as binary messages, and writes those that fit in the buffer at once.
    ///
    /// # Errors
    /// Returns the errors of [`Sender::send_all_as_binary`].
    pub fn send_all_as_binary<I>(&self, values: I) -> impl Future<Output = Result<(), ConnectionError>> + Send
    where
        I: IntoIterator<Item: WebSocketData>,
    {
        self.sender.send_all_as_binary(values)
    }

    /// Sends a text or binary message.
    ///
    /// # Errors
    /// Returns the errors of [`Sender::send_data_message`].
    pub fn send_data_message(&self, message: DataMessage) -> impl Future<Output = Result<(), ConnectionError>> + Send {
        self.sender.send_data_message(message)
    }

    /// Sends several text or binary messages, and writes those that fit in the buffer at once.
    ///
    /// # Errors
    /// Returns the errors of [`Sender::send_data_messages`].
    pub fn send_data_messages<I>(&self, messages: I) -> impl Future<Output = Result<(), ConnectionError>> + Send
    where
        I: IntoIterator<Item = DataMessage, IntoIter: Send>,
    {
        self.sender.send_data_messages(messages)
    }

    /// Sends a message that is encoded once for many connections.
    ///
    /// # Errors
    /// Returns the errors of [`Sender::send_prepared`].
    pub fn send_prepared(&self, message: &PreparedMessage) -> impl Future<Output = Result<(), ConnectionError>> + Send {
        self.sender.send_prepared(message)
    }

    /// Sends several prepared messages, and writes those that fit in the buffer at once.
    ///
    /// # Errors
    /// Returns the errors of [`Sender::send_all_prepared`].
    pub fn send_all_prepared<'a, I>(&self, messages: I) -> impl Future<Output = Result<(), ConnectionError>> + Send
    where
        I: IntoIterator<Item = &'a PreparedMessage, IntoIter: Send> + Send,
    {
        self.sender.send_all_prepared(messages)
    }

    /// Sends a ping with a payload of at most 125 bytes.
    ///
    /// # Errors
    /// Returns the errors of [`Sender::send_ping`].
    pub fn send_ping<B: AsRef<[u8]> + Send>(
        &self,
        payload: B,
    ) -> impl Future<Output = Result<(), ConnectionError>> + Send {
        self.sender.send_ping(payload)
    }

    /// Sends an unsolicited pong, with a payload of at most 125 bytes.
    ///
    /// # Errors
    /// Returns the errors of [`Sender::send_pong`].
    pub fn send_pong<B: AsRef<[u8]> + Send>(
        &self,
        payload: B,
    ) -> impl Future<Output = Result<(), ConnectionError>> + Send {
        self.sender.send_pong(payload)
    }

    /// Starts sending pings, see [`Sender::spawn_pings`].
    pub fn spawn_pings(&self, policy: PingPolicy) -> Pings {
        self.sender.spawn_pings(policy)
    }

    /// Closes with 1000 and a reason. Receiving goes on until the peer has answered.
    ///
    /// # Errors
    /// Returns the errors of [`Sender::close`].
    pub async fn close(&self, reason: &str) -> Result<(), ConnectionError> {
        self.sender.close(reason).await
    }

    /// Closes with a code and a reason. Receiving goes on until the peer has answered.
    ///
    /// # Errors
    /// Returns the errors of [`Sender::close_with`].
    pub async fn close_with(&self, code: CloseCode, reason: &str) -> Result<(), ConnectionError> {
        self.sender.close_with(code, reason).await
    }

    /// Waits until the server shuts down, see [`Sender::going_away`].
    ///
    /// # Cancel safety
    /// Cancel safe.
    pub async fn going_away(&self) {
        self.sender.going_away().await;
    }

    /// Closes, discards further messages, and waits for at most `within` for the close frame of the peer, which it
    /// returns.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use api_websocket::{CloseFrame, Connection, ConnectionError};
    ///
    /// async fn leave(connection: Connection) -> Result<(), ConnectionError> {
    ///     let answer = connection.close_and_wait(&CloseFrame::normal(), Duration::from_secs(5)).await?;
    ///     println!("the peer has answered {answer}");
    ///     Ok(())
    /// }
    /// # let _ = leave;
    /// ```
    ///
    /// # Errors
    /// Returns an error if the peer has not answered with a close frame.
    pub async fn close_and_wait(mut self, frame: &CloseFrame, within: Duration) -> Result<CloseFrame, ConnectionError> {
        match self.shared().close(frame, Some(within)) {
            // The result is the same, whichever end has started to close.
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

    /// Returns the error that has ended receiving, once a call has returned it.
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
