//! The stream a caller holds: read, read on, close.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::dialect::End;
use crate::error::{Failure, FailureKind};

use super::event::Event;
use super::published::{Published, SourceItem};

/// Events of a type, until an end.
///
/// A server's method returns one, a client's method gives one; between them is a dialect, or nothing at all.
pub struct Subscription<T> {
    state: State<T>,
}

type Source<T> = Pin<Box<dyn Stream<Item = Result<SourceItem<T>, Failure>> + Send>>;

enum State<T> {
    Open(Source<T>),
    Ended(End),
    Lost,
    Closed,
}

/// What reading a subscription gives.
#[derive(Debug, Clone, PartialEq)]
pub enum Next<T> {
    /// An event.
    Event(Event<T>),
    /// The end: a successful value, also when its status is an error.
    End(End),
}

/// A stream of events by type: what `#[subscribe]` methods must return.
#[diagnostic::on_unimplemented(
    message = "a `#[subscribe]` method must return a `Subscription`, not `{Self}`",
    label = "this success type",
    note = "write `Result<Subscription<T>, E>`, or use `#[get]` for a single answer"
)]
pub trait IsSubscription {
    /// What an event's body is.
    type Item;
}

impl<T> IsSubscription for Subscription<T> {
    type Item = T;
}

impl<T> Subscription<T> {
    /// A subscription to a stream of events; when the stream ends, it ends normally.
    pub fn new<S>(events: S) -> Self
    where
        S: Stream<Item = Event<T>> + Send + 'static,
        T: Send + 'static,
    {
        Self::from_steps(Events(Box::pin(events)))
    }

    /// A subscription to a stream that says itself how it ends and fails. A stream that stops without an end was lost.
    pub fn from_steps(steps: impl Stream<Item = Result<SourceItem<T>, Failure>> + Send + 'static) -> Self {
        Self { state: State::Open(Box::pin(steps)) }
    }

    /// The same subscription, which keeps a value until it ends, is closed or is dropped: a permit, a lease, somebody's presence.
    #[must_use]
    pub fn holding(self, value: impl Send + 'static) -> Self
    where
        T: 'static,
    {
        let State::Open(source) = self.state else { return self };
        Self { state: State::Open(Box::pin(Holding { source, _value: Box::new(value) })) }
    }

    /// The next event, or the end. Keep-alives are never seen.
    ///
    /// # Errors
    /// An event that cannot be decoded is a failure, and the subscription goes on after it. A lost connection is a failure, and so
    /// is reading after the end or after [`Subscription::close`].
    ///
    /// # Cancel safety
    /// Cancel safe: no event is lost when the future is dropped.
    pub async fn next(&mut self) -> Result<Next<T>, Failure> {
        poll_fn(|task| self.poll_step(task)).await.map(|step| match step {
            SourceItem::Event(event) => Next::Event(event),
            SourceItem::Shared(shared) => Next::Event(Published::into_event(shared)),
            SourceItem::End(end) => Next::End(end),
        })
    }

    /// Gives the subscription up; over HTTP/2 the stream is reset.
    ///
    /// # Errors
    /// If it was closed before.
    pub fn close(&mut self) -> Result<(), Failure> {
        match std::mem::replace(&mut self.state, State::Closed) {
            State::Closed => Err(Failure::new(FailureKind::Closed, "the subscription was closed before")),
            _ => Ok(()),
        }
    }

    /// How it ended, once it has.
    pub fn end(&self) -> Option<&End> {
        match &self.state {
            State::Ended(end) => Some(end),
            State::Open(_) | State::Lost | State::Closed => None,
        }
    }

    pub(super) fn poll_step(&mut self, task: &mut Context<'_>) -> Poll<Result<SourceItem<T>, Failure>> {
        let State::Open(source) = &mut self.state else { return Poll::Ready(Err(self.spent())) };
        Poll::Ready(match ready!(source.as_mut().poll_next(task)) {
            Some(Ok(SourceItem::End(end))) => {
                self.state = State::Ended(end.clone());
                Ok(SourceItem::End(end))
            }
            Some(step) => step,
            None => {
                self.state = State::Lost;
                Err(Failure::new(FailureKind::Transport, "the stream of events broke off without an end"))
            }
        })
    }

    fn spent(&self) -> Failure {
        Failure::new(
            FailureKind::Closed,
            match self.state {
                State::Closed => "the subscription is closed",
                State::Lost => "the subscription was lost",
                State::Ended(_) | State::Open(_) => "the subscription has ended",
            },
        )
    }
}

impl<T> Stream for Subscription<T> {
    type Item = Result<Event<T>, Failure>;

    /// Events until the end, which [`Subscription::end`] then tells.
    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if !matches!(self.state, State::Open(_)) {
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

// The source is behind a pinned box, so moving the subscription moves nothing that is pinned.
impl<T> Unpin for Subscription<T> {}

impl<T> fmt::Debug for Subscription<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self.state {
            State::Open(_) => "Subscription(open)",
            State::Ended(_) => "Subscription(ended)",
            State::Lost => "Subscription(lost)",
            State::Closed => "Subscription(closed)",
        })
    }
}

/// A source and what it keeps.
struct Holding<T> {
    source: Source<T>,
    _value: Box<dyn Send>,
}

impl<T> Stream for Holding<T> {
    type Item = Result<SourceItem<T>, Failure>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.source.as_mut().poll_next(task)
    }
}

// The value is never pinned.
impl<T> Unpin for Holding<T> {}

/// A plain stream as steps: its end is a normal end.
struct Events<T>(Pin<Box<dyn Stream<Item = Event<T>> + Send>>);

impl<T> Stream for Events<T> {
    type Item = Result<SourceItem<T>, Failure>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let event = ready!(self.0.as_mut().poll_next(task));
        Poll::Ready(Some(Ok(event.map_or_else(|| SourceItem::End(End::normal()), SourceItem::Event))))
    }
}
