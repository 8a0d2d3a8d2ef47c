//! Typed messages of one direction, which `#[duplex]` methods take and return.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use api_websocket::{CloseFrame, ConnectionError, DataMessage};
use futures_core::Stream;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::backlog::Bounds;
use crate::codec::json;
use crate::model::{Model, ViolationList};

use super::channel::channel;
use super::{MessageSender, Prepared};

/// A stream of messages that ends with a close frame.
///
/// A `#[duplex]` method takes one and returns another. On a server the argument contains the messages of the peer, and
/// the result those to the peer. On a client it is the other way round. Messages that are not read hold back the peer
/// (backpressure).
///
/// As a `Stream` it yields `Result<T, ConnectionError>`. A message of another type than the API declares is an error of
/// that message alone ([`ConnectionError::is_decode`]). A lost connection is the last item. A completed closing
/// handshake ends the stream, and [`Messages::end`] returns the close frame.
///
/// ```
/// use api_core::websocket::{CloseCode, CloseFrame, Messages};
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let (sender, mut messages) = Messages::channel(8);
/// sender.send("a").await?;
/// sender.close(CloseFrame::new(CloseCode::GOING_AWAY, "lunch")?);
/// assert_eq!(messages.next().await.transpose()?, Some("a"));
/// assert_eq!(messages.next().await.transpose()?, None);
/// assert_eq!(messages.end().map(CloseFrame::reason), Some("lunch"));
/// # Ok(()) }
/// ```
pub struct Messages<T> {
    source: Option<Source<T>>,
    end: Option<CloseFrame>,
    /// Whether the direction is unused, see [`Messages::none`].
    none: bool,
}

/// Where messages are from.
enum Source<T> {
    Values(Results<T>),
    /// Messages that are encoded already, and how one is decoded for a reader in the same process.
    Prepared(Results<Prepared<T>>, fn(&Prepared<T>) -> Result<T, ConnectionError>),
}

type Results<T> = Pin<Box<dyn Stream<Item = Result<T, ConnectionError>> + Send>>;

/// A message, or its encoding.
pub(super) enum Item<T> {
    Value(T),
    Prepared(Prepared<T>),
}

/// Bytes of messages that may wait in a channel before no further message is accepted.
const CHANNEL_BYTES: usize = 1 << 20;

impl<T: Send + 'static> Messages<T> {
    /// Creates messages from a stream. At its end the conversation closes with 1000.
    pub fn new<S: Stream<Item = T> + Send + 'static>(messages: S) -> Self {
        Self::from_results(Plain(Box::pin(messages)))
    }

    /// Creates messages from a stream whose error is the close frame of the conversation.
    pub fn until<S: Stream<Item = Result<T, CloseFrame>> + Send + 'static>(messages: S) -> Self {
        Self::from_results(Until(Box::pin(messages)))
    }

    /// Creates an endless stream without messages, for an unused direction. The conversation ends with the other
    /// direction.
    pub fn none() -> Self {
        Self { none: true, ..Self::from_results(Never(std::marker::PhantomData)) }
    }

    /// Creates a channel of messages for any number of senders. It is full while it holds `capacity` messages, or
    /// messages of 1 MiB as JSON. Senders wait then.
    pub fn channel(capacity: usize) -> (MessageSender<T>, Self)
    where
        T: Serialize,
    {
        Self::channel_within(capacity, CHANNEL_BYTES)
    }

    /// Creates a channel like [`Messages::channel`] that is also full while the messages in it take `bytes` as JSON. A
    /// message that finds it below this size is accepted, whatever its own size.
    ///
    /// A message is only measured while an earlier one waits.
    pub fn channel_within(capacity: usize, bytes: usize) -> (MessageSender<T>, Self)
    where
        T: Serialize,
    {
        let (sender, waiting) = channel(Bounds { items: capacity, bytes }, json::size::<T>);
        (sender, Self::until(waiting))
    }

    /// Creates messages from a stream of results. An error ends them, unless it is the error of one message.
    pub fn from_results(messages: impl Stream<Item = Result<T, ConnectionError>> + Send + 'static) -> Self {
        Self::of(Source::Values(Box::pin(messages)))
    }

    /// Creates messages from a stream of such that are encoded once for many conversations.
    ///
    /// ```
    /// use api_core::websocket::{Messages, Prepared};
    /// use futures_util::stream;
    ///
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let hello = Prepared::new(&"hello".to_owned())?;
    /// // One of many conversations.
    /// let mut messages = Messages::prepared(stream::iter([hello.clone()]));
    /// assert_eq!(messages.next().await.transpose()?, Some("hello".to_owned()));
    /// # Ok(()) }
    /// # futures_util::FutureExt::now_or_never(example()).unwrap().unwrap();
    /// ```
    pub fn prepared<S: Stream<Item = Prepared<T>> + Send + 'static>(messages: S) -> Self
    where
        T: Model + DeserializeOwned,
    {
        Self::of(Source::Prepared(Box::pin(Plain(Box::pin(messages))), Prepared::decode))
    }

    /// Creates a channel like [`Messages::channel`] of messages that are encoded once for many conversations.
    pub fn prepared_channel(capacity: usize) -> (MessageSender<Prepared<T>>, Self)
    where
        T: Model + DeserializeOwned,
    {
        let (sender, waiting) = channel(Bounds { items: capacity, bytes: CHANNEL_BYTES }, Prepared::size);
        (sender, Self::of(Source::Prepared(Box::pin(Until(Box::pin(waiting))), Prepared::decode)))
    }

    fn of(source: Source<T>) -> Self {
        Self { source: Some(source), end: None, none: false }
    }
}

impl<T> Messages<T> {
    /// Returns the next message, `None` once the conversation is closed.
    ///
    /// # Errors
    /// Returns an error of one message, or the error that has ended the connection.
    ///
    /// # Cancel safety
    /// Cancel safe: dropping the future loses no message.
    pub async fn next(&mut self) -> Option<Result<T, ConnectionError>> {
        poll_fn(|task| self.poll_message(task)).await
    }

    /// Returns the close frame of the peer or of the stream itself, once the messages have ended.
    pub fn end(&self) -> Option<&CloseFrame> {
        self.end.as_ref()
    }

    pub(crate) fn are_none(&self) -> bool {
        self.none
    }

    pub(crate) fn poll_message(&mut self, task: &mut Context<'_>) -> Poll<Option<Result<T, ConnectionError>>> {
        let decode = match &self.source {
            Some(Source::Prepared(_, decode)) => Some(*decode),
            _ => None,
        };
        let next = ready!(self.poll_item(task));
        Poll::Ready(next.map(|item| match (item?, decode) {
            (Item::Value(message), _) => Ok(message),
            (Item::Prepared(message), Some(decode)) => decode(&message),
            (Item::Prepared(_), None) => Err(ConnectionError::ConnectionClosed(None)),
        }))
    }

    /// Polls for the next message as it is in the stream.
    pub(super) fn poll_item(&mut self, task: &mut Context<'_>) -> Poll<Option<Result<Item<T>, ConnectionError>>> {
        let next = match &mut self.source {
            None => return Poll::Ready(None),
            Some(Source::Values(source)) => ready!(source.as_mut().poll_next(task)).map(|next| next.map(Item::Value)),
            Some(Source::Prepared(source, _)) => {
                ready!(source.as_mut().poll_next(task)).map(|next| next.map(Item::Prepared))
            }
        };
        Poll::Ready(match next {
            Some(Err(ConnectionError::CloseRequest(frame))) => {
                self.source = None;
                self.end = Some(frame);
                None
            }
            Some(Err(error)) if error.is_end() => {
                self.source = None;
                Some(Err(error))
            }
            Some(other) => Some(other),
            None => {
                self.source = None;
                None
            }
        })
    }
}

impl<T> Stream for Messages<T> {
    type Item = Result<T, ConnectionError>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_message(task)
    }
}

// The source is in a pinned box, so moving this value does not move it.
impl<T> Unpin for Messages<T> {}

impl<T> fmt::Debug for Messages<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Messages")
            .field("open", &self.source.is_some())
            .field("end", &self.end)
            .finish_non_exhaustive()
    }
}

/// The argument and the success type of a `#[duplex]` method: [`Messages`].
#[diagnostic::on_unimplemented(
    message = "a `#[duplex]` method takes and returns `Messages<T>` where `T` is a model, not `{Self}`",
    label = "this type",
    note = "write `input: Messages<In>` and `-> Result<Messages<Out>, E>`",
    note = "add `#[derive(Serialize, Deserialize, Model)]` to the types of the messages",
    note = "types of the crates uuid, jiff, url and bytes are models if `api-core` has the feature of that name"
)]
pub trait IsMessages: Sized + Send + 'static {
    /// The type of one message.
    type Message: Model + Serialize + DeserializeOwned + Send + 'static;

    /// Converts from messages.
    fn from_messages(messages: Messages<Self::Message>) -> Self;

    /// Converts to messages.
    fn into_messages(self) -> Messages<Self::Message>;
}

#[diagnostic::do_not_recommend]
impl<T: Model + Serialize + DeserializeOwned + Send + 'static> IsMessages for Messages<T> {
    type Message = T;

    fn from_messages(messages: Self) -> Self {
        messages
    }

    fn into_messages(self) -> Self {
        self
    }
}

struct Plain<T>(Pin<Box<dyn Stream<Item = T> + Send>>);

impl<T> Stream for Plain<T> {
    type Item = Result<T, ConnectionError>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let message = ready!(self.0.as_mut().poll_next(task));
        Poll::Ready(Some(message.ok_or_else(|| ConnectionError::CloseRequest(CloseFrame::normal()))))
    }
}

struct Until<T>(Pin<Box<dyn Stream<Item = Result<T, CloseFrame>> + Send>>);

impl<T> Stream for Until<T> {
    type Item = Result<T, ConnectionError>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let message = ready!(self.0.as_mut().poll_next(task)).unwrap_or_else(|| Err(CloseFrame::normal()));
        Poll::Ready(Some(message.map_err(ConnectionError::CloseRequest)))
    }
}

struct Never<T>(std::marker::PhantomData<fn() -> T>);

impl<T> Stream for Never<T> {
    type Item = Result<T, ConnectionError>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Pending
    }
}

/// Decodes a message of either kind, and checks its constraints if `check` is set.
pub(crate) fn decode<T: Model + DeserializeOwned>(message: &DataMessage, check: bool) -> Result<T, ConnectionError> {
    let value: T = json::from_slice(message.as_bytes()).map_err(ConnectionError::decode)?;
    if check && T::CONSTRAINED {
        let found = ViolationList::of(&value).violations;
        if !found.is_empty() {
            let all: Vec<String> = found.iter().map(ToString::to_string).collect();
            return Err(ConnectionError::decode(all.join("; ")));
        }
    }
    Ok(value)
}
