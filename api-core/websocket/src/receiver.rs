//! The receiving half of a connection.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::handle::Handle;
use super::{ConnectionError, DataMessage, Message, Task, WebSocketData};

/// Receives messages. While it receives, pings are answered, pongs counted, and a close is answered.
///
/// As a `Stream` it gives data messages and ends with `None` after any completed closing handshake; [`Receiver::end`] then tells how.
#[derive(Debug)]
pub struct Receiver {
    handle: Handle,
    end: Option<ConnectionError>,
}

impl Receiver {
    pub(super) fn new(handle: Handle) -> Self {
        Self { handle, end: None }
    }

    /// The next data message as a value.
    ///
    /// # Errors
    /// If the message is not such a value, which leaves the connection as it is; or as [`Receiver::receive_data_message`].
    ///
    /// # Cancel safety
    /// Cancel safe: no message is lost when the future is dropped.
    pub async fn receive<T: WebSocketData>(&mut self) -> Result<T, ConnectionError> {
        let message = self.receive_data_message().await?;
        T::from_message(message).map_err(ConnectionError::decode)
    }

    /// The next data message. Control messages that come before it are dealt with.
    ///
    /// # Errors
    /// [`ConnectionError::CloseRequest`] once the closing handshake is complete, whoever began it; another error if the connection
    /// failed. After that it is [`ConnectionError::ConnectionClosed`].
    ///
    /// # Cancel safety
    /// Cancel safe: no message is lost when the future is dropped.
    pub async fn receive_data_message(&mut self) -> Result<DataMessage, ConnectionError> {
        poll_fn(|task| self.poll_data_message(task)).await
    }

    /// The next message of any kind: control messages are answered already, and are shown.
    ///
    /// # Errors
    /// As [`Receiver::receive_data_message`]; a close is a message here first.
    ///
    /// # Cancel safety
    /// Cancel safe: no message is lost when the future is dropped.
    pub async fn receive_message(&mut self) -> Result<Message, ConnectionError> {
        poll_fn(|task| {
            if self.end.is_some() {
                return Poll::Ready(Err(ConnectionError::ConnectionClosed(None)));
            }
            self.handle.shared().poll_receive(task)
        })
        .await
        .inspect_err(|error| self.end = self.end.take().or_else(|| Some(error.clone())))
    }

    /// Runs a task beside the connection, in the task that drives it.
    ///
    /// # Errors
    /// The task itself, if no task of its own drives the connection.
    pub fn run_beside(&self, task: Task) -> Result<(), Task> {
        self.handle.shared().spawn(task)
    }

    /// Why nothing more is received, once that was said.
    pub fn end(&self) -> Option<&ConnectionError> {
        self.end.as_ref()
    }

    /// Polls for the next data message, see [`Receiver::receive_data_message`].
    pub fn poll_data_message(&mut self, task: &mut Context<'_>) -> Poll<Result<DataMessage, ConnectionError>> {
        if self.end.is_some() {
            return Poll::Ready(Err(ConnectionError::ConnectionClosed(None)));
        }
        loop {
            let error = match ready!(self.handle.shared().poll_receive(task)) {
                Ok(Message::Text(text)) => return Poll::Ready(Ok(DataMessage::Text(text))),
                Ok(Message::Binary(bytes)) => return Poll::Ready(Ok(DataMessage::Binary(bytes))),
                Ok(Message::Ping(_) | Message::Pong(_)) => continue,
                Ok(Message::Close(frame)) => ConnectionError::CloseRequest(frame),
                Err(error) => error,
            };
            self.end = Some(error.clone());
            return Poll::Ready(Err(error));
        }
    }
}

impl Stream for Receiver {
    type Item = Result<DataMessage, ConnectionError>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.end.is_some() {
            return Poll::Ready(None);
        }
        Poll::Ready(match ready!(self.poll_data_message(task)) {
            Err(ConnectionError::CloseRequest(_)) => None,
            other => Some(other),
        })
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.handle.shared().receiver_gone();
    }
}
