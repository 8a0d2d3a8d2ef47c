//! The subscription type: a stream of typed events that a caller reads and closes.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;

use crate::dialect::End;
use crate::error::{Failure, FailureKind};

use super::event::Event;
use super::follower::Follower;
use super::published::{Published, SourceItem};
use super::sources::{Converted, Events, Preceded, Source};

/// A stream of typed events with an explicit end.
///
/// A handler returns a subscription, and the client's method returns one too. Between them events are encoded in a
/// [`Dialect`](crate::dialect::Dialect).
pub struct Subscription<T> {
    state: State<T>,
    reconnect_after: Option<Duration>,
}

enum State<T> {
    Open(Source<T>),
    /// There are no events, and the end was not read yet.
    Nothing,
    Ended(End),
    Lost,
    Closed,
}

/// The result of reading a subscription.
#[derive(Debug, Clone, PartialEq)]
pub enum Next<T> {
    /// An event.
    Event(Event<T>),
    /// The end. It is a value also if its status is an error.
    End(End),
}

/// The bound on the return type of `#[subscribe]` methods: [`Subscription`], or [`OneOrStream`](super::OneOrStream).
#[diagnostic::on_unimplemented(
    message = "a `#[subscribe]` method must return a `Subscription`, not `{Self}`",
    label = "this success type",
    note = "write `Result<Subscription<T>, E>`, or use `#[get]` for a single answer"
)]
pub trait IsSubscription {
    /// The type of an event's body.
    type Item;
}

impl<T> IsSubscription for Subscription<T> {
    type Item = T;
}

impl<T> Subscription<T> {
    /// Creates a subscription from a stream of events. The end of the stream is a normal end.
    ///
    /// ```
    /// use api_core::{Event, Next, Subscription};
    /// use futures_util::stream;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let mut subscription = Subscription::new(stream::iter([Event::new("hello")]));
    /// assert_eq!(subscription.next().await.unwrap(), Next::Event(Event::new("hello")));
    /// assert!(matches!(subscription.next().await.unwrap(), Next::End(end) if end.is_normal()));
    /// # }
    /// ```
    pub fn new<S>(events: S) -> Self
    where
        S: Stream<Item = Event<T>> + Send + 'static,
        T: Send + 'static,
    {
        Self::from_steps(Events::new(events))
    }

    /// Creates a subscription from a stream of items, among them the end. A stream that stops without an end was lost.
    ///
    /// ```
    /// use api_core::subscription::SourceItem;
    /// use api_core::{End, Event, Subscription};
    /// use futures_util::stream;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let end = End::because(403, "the permission was revoked");
    /// let items = stream::iter([Ok(SourceItem::Event(Event::new(1))), Ok(SourceItem::End(end))]);
    /// let mut subscription = Subscription::from_steps(items);
    /// subscription.next().await.unwrap();
    /// subscription.next().await.unwrap();
    /// assert_eq!(subscription.end().unwrap().status, 403);
    /// # }
    /// ```
    pub fn from_steps(steps: impl Stream<Item = Result<SourceItem<T>, Failure>> + Send + 'static) -> Self {
        Self::of(Source::stream(steps))
    }

    /// Creates a subscription without events: there is nothing more to follow, for example after the last event of a
    /// finished job.
    ///
    /// A request for server-sent events or NDJSON is answered with 204 then, after which an `EventSource` does not
    /// reconnect (WHATWG HTML §9.2.3). A normal end of a stream does not stop it. In the other dialects, and for the
    /// caller of a client, it is a subscription that ends normally.
    ///
    /// ```
    /// use api_core::{Next, Subscription};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let mut subscription = Subscription::<String>::none();
    /// assert!(matches!(subscription.next().await.unwrap(), Next::End(end) if end.is_normal()));
    /// # }
    /// ```
    pub fn none() -> Self {
        Self { state: State::Nothing, reconnect_after: None }
    }

    /// Holds a value, for example a permit, until the subscription ends or is lost, closed or dropped.
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use api_core::{Event, Subscription};
    /// use futures_util::stream;
    ///
    /// let permit = Arc::new(());
    /// let subscription = Subscription::new(stream::empty::<Event<u32>>()).holding(permit.clone());
    /// assert_eq!(Arc::strong_count(&permit), 2);
    /// drop(subscription);
    /// assert_eq!(Arc::strong_count(&permit), 1);
    /// ```
    #[must_use]
    pub fn holding(self, value: impl Send + 'static) -> Self
    where
        T: 'static,
    {
        let State::Open(source) = self.state else { return self };
        Self { state: State::Open(source.holding(value)), ..self }
    }

    /// Tells readers of server-sent events how long to wait before they reconnect, as the field `retry` (WHATWG HTML
    /// §9.2.6), in whole milliseconds. The other dialects have no such field.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use api_core::{Event, Subscription};
    /// use futures_util::stream;
    ///
    /// let events = stream::iter([Event::new("hello")]);
    /// let _answer = Subscription::new(events).reconnect_after(Duration::from_secs(5));
    /// ```
    #[must_use]
    pub fn reconnect_after(mut self, delay: Duration) -> Self {
        self.reconnect_after = Some(delay);
        self
    }

    /// Replaces events for this subscriber alone, as they are read. Events for which `replace` returns `None` stay as
    /// they are: those of a [`Topic`](super::Topic) stay shared, and are encoded once for all subscribers.
    ///
    /// ```
    /// use api_core::subscription::LagPolicy;
    /// use api_core::{Event, Next, Topic};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let topic = Topic::new(8, LagPolicy::Close);
    /// let mut for_guests = topic.subscribe().replacing(|event: &Event<String>| {
    ///     event.body.starts_with("secret").then(|| Event::new("(hidden)".to_owned()))
    /// });
    /// for text in ["hello", "secret plan"] {
    ///     topic.publish_now(Event::new(text.to_owned()));
    /// }
    /// assert_eq!(for_guests.next().await.unwrap(), Next::Event(Event::new("hello".to_owned())));
    /// assert_eq!(for_guests.next().await.unwrap(), Next::Event(Event::new("(hidden)".to_owned())));
    /// # }
    /// ```
    #[must_use]
    pub fn replacing(self, mut replace: impl FnMut(&Event<T>) -> Option<Event<T>> + Send + 'static) -> Self
    where
        T: 'static,
    {
        self.converted(move |item| {
            let replaced = match &item {
                SourceItem::Event(event) => replace(event),
                SourceItem::Shared(shared) => replace(shared.event()),
                SourceItem::End(_) => None,
            };
            Some(replaced.map_or(item, SourceItem::Event))
        })
    }

    /// Leaves out events as they are read: those for which `keep` returns false. The others stay as they are: those of
    /// a [`Topic`](super::Topic) stay shared, and are encoded once for all subscribers.
    ///
    /// ```
    /// use api_core::subscription::LagPolicy;
    /// use api_core::{Event, Next, Topic};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let topic = Topic::new(8, LagPolicy::Close);
    /// let mut even = topic.subscribe().filtering(|event: &Event<u32>| event.body % 2 == 0);
    /// for number in 1..=3 {
    ///     topic.publish_now(Event::new(number));
    /// }
    /// assert_eq!(even.next().await.unwrap(), Next::Event(Event::new(2)));
    /// # }
    /// ```
    #[must_use]
    pub fn filtering(self, mut keep: impl FnMut(&Event<T>) -> bool + Send + 'static) -> Self
    where
        T: 'static,
    {
        self.converted(move |item| {
            let kept = match &item {
                SourceItem::Event(event) => keep(event),
                SourceItem::Shared(shared) => keep(shared.event()),
                SourceItem::End(_) => true,
            };
            kept.then_some(item)
        })
    }

    /// Puts items in front, which are read before the subscription is. An end among them ends it. A subscription that
    /// has ended, or was lost or closed, is returned unchanged.
    ///
    /// What a subscription to a [`Topic`](super::Topic) receives meanwhile waits in its queue. A snapshot that is at
    /// hand when the subscription begins goes to [`Topic::subscribe_with`](super::Topic::subscribe_with); this is for
    /// one that is fetched afterwards, for example page by page.
    ///
    /// ```
    /// use api_core::subscription::{LagPolicy, SourceItem};
    /// use api_core::{Event, Next, Topic};
    /// use futures_util::stream;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let topic = Topic::new(8, LagPolicy::Close);
    /// let fetched = stream::iter([Ok(SourceItem::Event(Event::new("old")))]);
    /// let mut subscription = topic.subscribe().preceded_by(fetched);
    /// topic.publish_now(Event::new("new"));
    /// assert_eq!(subscription.next().await.unwrap(), Next::Event(Event::new("old")));
    /// assert_eq!(subscription.next().await.unwrap(), Next::Event(Event::new("new")));
    /// # }
    /// ```
    #[must_use]
    pub fn preceded_by(self, first: impl Stream<Item = Result<SourceItem<T>, Failure>> + Send + 'static) -> Self
    where
        T: 'static,
    {
        let reconnect_after = self.reconnect_after;
        match self.state {
            State::Open(rest) => Self { reconnect_after, ..Self::from_steps(Preceded::new(first, Some(rest))) },
            State::Nothing => Self { reconnect_after, ..Self::from_steps(Preceded::new(first, None)) },
            State::Ended(_) | State::Lost | State::Closed => self,
        }
    }

    /// Converts events as they are read, and leaves out those for which `convert` returns `None`. Failures and the end
    /// are passed on.
    ///
    /// ```
    /// use api_core::{Event, Next, Subscription};
    /// use futures_util::stream;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let numbers = Subscription::new(stream::iter([1, 2, 3].map(Event::new)));
    /// let mut even = numbers.converting(|event| (event.body % 2 == 0).then(|| Event::new(event.body.to_string())));
    /// assert_eq!(even.next().await.unwrap(), Next::Event(Event::new("2".to_owned())));
    /// assert!(matches!(even.next().await.unwrap(), Next::End(end) if end.is_normal()));
    /// # }
    /// ```
    #[must_use]
    pub fn converting<U: 'static>(
        self,
        mut convert: impl FnMut(&Event<T>) -> Option<Event<U>> + Send + 'static,
    ) -> Subscription<U>
    where
        T: 'static,
    {
        self.converted(move |item| match item {
            SourceItem::Event(event) => convert(&event).map(SourceItem::Event),
            SourceItem::Shared(shared) => convert(shared.event()).map(SourceItem::Event),
            SourceItem::End(end) => Some(SourceItem::End(end)),
        })
    }

    /// Creates a subscription to a topic.
    pub(super) fn following(follower: Follower<T>) -> Self
    where
        T: Send + Sync + 'static,
    {
        Self::of(Source::Topic(Box::new(follower)))
    }

    fn of(source: Source<T>) -> Self {
        Self { state: State::Open(source), reconnect_after: None }
    }

    fn converted<U, F>(self, convert: F) -> Subscription<U>
    where
        T: 'static,
        U: 'static,
        F: FnMut(SourceItem<T>) -> Option<SourceItem<U>> + Send + 'static,
    {
        let state = match self.state {
            State::Open(source) => State::Open(Source::stream(Converted::new(source, convert))),
            State::Nothing => State::Nothing,
            State::Ended(end) => State::Ended(end),
            State::Lost => State::Lost,
            State::Closed => State::Closed,
        };
        Subscription { state, reconnect_after: self.reconnect_after }
    }

    /// Returns the next event, or the end. Heartbeats are skipped.
    ///
    /// ```
    /// use api_core::{Failure, Next, Subscription};
    ///
    /// async fn print_all(mut subscription: Subscription<String>) -> Result<(), Failure> {
    ///     while let Next::Event(event) = subscription.next().await? {
    ///         println!("{}", event.body);
    ///     }
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    /// Returns an error if an event cannot be decoded. The subscription continues after it. Returns an error if the
    /// connection was lost, after the end, and after [`Subscription::close`].
    ///
    /// # Cancel safety
    /// Cancel safe: no event is lost if the future is dropped.
    pub async fn next(&mut self) -> Result<Next<T>, Failure> {
        poll_fn(|task| self.poll_step(task)).await.map(|step| match step {
            SourceItem::Event(event) => Next::Event(event),
            SourceItem::Shared(shared) => Next::Event(Published::into_event(shared)),
            SourceItem::End(end) => Next::End(end),
        })
    }

    /// Closes the subscription and drops its source. Over HTTP/2 the stream is reset.
    ///
    /// ```
    /// # use api_core::{Event, Subscription};
    /// # use futures_util::stream;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # let mut subscription = Subscription::new(stream::iter([Event::new("hello")]));
    /// assert!(subscription.close().is_ok());
    /// assert!(subscription.next().await.unwrap_err().is_closed());
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns an error if it was closed before.
    pub fn close(&mut self) -> Result<(), Failure> {
        match std::mem::replace(&mut self.state, State::Closed) {
            State::Closed => Err(Failure::new(FailureKind::Closed, "the subscription is already closed")),
            _ => Ok(()),
        }
    }

    /// Returns the end, if the subscription has ended.
    pub fn end(&self) -> Option<&End> {
        match &self.state {
            State::Ended(end) => Some(end),
            State::Open(_) | State::Nothing | State::Lost | State::Closed => None,
        }
    }

    pub(super) fn reconnect_delay(&self) -> Option<Duration> {
        self.reconnect_after
    }

    /// Returns whether this is [`Subscription::none`], unread.
    pub(super) fn is_none(&self) -> bool {
        matches!(self.state, State::Nothing)
    }

    /// Returns whether the last poll has stored the task's waker, although it returned an item: nothing else was ready.
    pub(super) fn is_waiting(&self) -> bool {
        matches!(&self.state, State::Open(source) if source.is_waiting())
    }

    pub(super) fn poll_step(&mut self, task: &mut Context<'_>) -> Poll<Result<SourceItem<T>, Failure>> {
        if self.is_none() {
            self.state = State::Ended(End::normal());
            return Poll::Ready(Ok(SourceItem::End(End::normal())));
        }
        let State::Open(source) = &mut self.state else { return Poll::Ready(Err(self.spent())) };
        Poll::Ready(match ready!(source.poll_next(task)) {
            Some(Ok(SourceItem::End(end))) => {
                self.state = State::Ended(end.clone());
                Ok(SourceItem::End(end))
            }
            Some(step) => step,
            None => {
                self.state = State::Lost;
                Err(Failure::new(FailureKind::Transport, "the event stream stopped without an end"))
            }
        })
    }

    fn spent(&self) -> Failure {
        Failure::new(
            FailureKind::Closed,
            match self.state {
                State::Closed => "the subscription is closed",
                State::Lost => "the subscription was lost",
                State::Ended(_) | State::Nothing | State::Open(_) => "the subscription has ended",
            },
        )
    }
}

impl<T> Stream for Subscription<T> {
    type Item = Result<Event<T>, Failure>;

    /// Yields events until the end, which [`Subscription::end`] then returns.
    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if !matches!(self.state, State::Open(_) | State::Nothing) {
            return Poll::Ready(None);
        }
        Poll::Ready(match ready!(self.poll_step(task)) {
            Ok(SourceItem::Event(event)) => Some(Ok(event)),
            Ok(SourceItem::Shared(shared)) => Some(Ok(Published::into_event(shared))),
            Ok(SourceItem::End(_)) => None,
            Err(failure) => Some(Err(failure)),
        })
    }
}

// The source is in a pinned box, so moving the subscription does not move it.
impl<T> Unpin for Subscription<T> {}

impl<T> fmt::Debug for Subscription<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self.state {
            State::Open(_) => "Subscription(open)",
            State::Nothing => "Subscription(none)",
            State::Ended(_) => "Subscription(ended)",
            State::Lost => "Subscription(lost)",
            State::Closed => "Subscription(closed)",
        })
    }
}
