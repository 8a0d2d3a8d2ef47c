//! The receiving half of a connection.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::error::ConnectionError;
use crate::message::{DataMessage, Message, WebSocketData};
use crate::wire::Task;

use super::handle::Handle;

/// The receiving half of a connection.
///
/// While it receives, pings and close frames are answered. As a `Stream` it yields text and binary messages and ends
/// with `None` after a completed closing handshake; [`Receiver::end`] returns the close frame then.
///
/// ```
/// use api_websocket::Receiver;
/// use futures_util::StreamExt as _;
///
/// async fn count(receiver: Receiver) -> usize {
///     receiver.filter(|message| std::future::ready(message.is_ok())).count().await
/// }
/// # let _ = count;
/// ```
#[derive(Debug)]
pub struct Receiver {
    handle: Handle,
    end: Option<ConnectionError>,
}

impl Receiver {
    pub(super) fn new(handle: Handle) -> Self {
        Self { handle, end: None }
    }

    /// Receives the next text or binary message as a value.
    ///
    /// # Errors
    /// Returns [`ConnectionError::Decode`] if the message cannot be converted. The connection stays open. Otherwise
    /// returns the errors of [`Receiver::receive_data_message`].
    ///
    /// # Cancel safety
    /// Cancel safe: dropping the future loses no message.
    pub async fn receive<T: WebSocketData>(&mut self) -> Result<T, ConnectionError> {
        let message = self.receive_data_message().await?;
        T::from_message(message).map_err(ConnectionError::decode)
    }

    /// Receives the next text or binary message. Control messages before it are handled.
    ///
    /// # Errors
    /// Returns [`ConnectionError::CloseRequest`] once the closing handshake is complete, whichever end has started it,
    /// or another error if the connection has failed. Later calls return [`ConnectionError::ConnectionClosed`].
    ///
    /// # Cancel safety
    /// Cancel safe: dropping the future loses no message.
    pub async fn receive_data_message(&mut self) -> Result<DataMessage, ConnectionError> {
        poll_fn(|task| self.poll_data_message(task)).await
    }

    /// Receives the next message of any kind. Control messages were answered before.
    ///
    /// # Errors
    /// Returns the errors of [`Receiver::receive_data_message`]. A close frame is returned as a message first.
    ///
    /// # Cancel safety
    /// Cancel safe: dropping the future loses no message.
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

    /// Polls a task in the task that drives the connection.
    ///
    /// # Errors
    /// Returns the task if the connection is not driven by a separate task.
    pub fn run_in_driver(&self, task: Task) -> Result<(), Task> {
        self.handle.shared().spawn(task)
    }

    /// Returns the error that has ended receiving, once a call has returned it.
    pub fn end(&self) -> Option<&ConnectionError> {
        self.end.as_ref()
    }

    /// Polls for the next data message, see [`Receiver::receive_data_message`].
    pub fn poll_data_message(&mut self, task: &mut Context<'_>) -> Poll<Result<DataMessage, ConnectionError>> {
        if self.end.is_some() {
            return Poll::Ready(Err(ConnectionError::ConnectionClosed(None)));
        }
        if let Some(message) = ready!(self.handle.shared().poll_whole(task)) {
            return Poll::Ready(Ok(message));
        }
        self.poll_any(task)
    }

    /// Polls for the next data message in any state of the connection.
    fn poll_any(&mut self, task: &mut Context<'_>) -> Poll<Result<DataMessage, ConnectionError>> {
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
        self.handle.shared().receiver_dropped();
    }
}
