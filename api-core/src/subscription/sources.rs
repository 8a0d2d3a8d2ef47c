//! The sources of subscriptions: streams of items, and what is wrapped around them.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::dialect::End;
use crate::error::Failure;

use super::event::Event;
use super::published::SourceItem;

pub(super) type Source<T> = Pin<Box<dyn Stream<Item = Result<SourceItem<T>, Failure>> + Send>>;

/// A source that owns a held value.
pub(super) struct Holding<T> {
    source: Source<T>,
    _value: Box<dyn Send>,
}

impl<T> Holding<T> {
    pub(super) fn new(source: Source<T>, value: impl Send + 'static) -> Self {
        Self { source, _value: Box::new(value) }
    }
}

impl<T> Stream for Holding<T> {
    type Item = Result<SourceItem<T>, Failure>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.source.as_mut().poll_next(task)
    }
}

// The value is never pinned.
impl<T> Unpin for Holding<T> {}

/// A source whose items are converted.
pub(super) struct Converted<T, F> {
    source: Source<T>,
    convert: F,
}

impl<T, F> Converted<T, F> {
    pub(super) fn new(source: Source<T>, convert: F) -> Self {
        Self { source, convert }
    }
}

impl<T, U, F> Stream for Converted<T, F>
where
    F: FnMut(SourceItem<T>) -> Option<SourceItem<U>>,
{
    type Item = Result<SourceItem<U>, Failure>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let item = match ready!(self.source.as_mut().poll_next(task)) {
                Some(Ok(item)) => item,
                Some(Err(failure)) => return Poll::Ready(Some(Err(failure))),
                None => return Poll::Ready(None),
            };
            if let Some(item) = (self.convert)(item) {
                return Poll::Ready(Some(Ok(item)));
            }
        }
    }
}

// The function is never pinned.
impl<T, F> Unpin for Converted<T, F> {}

/// A source with items in front.
pub(super) struct Preceded<T, F> {
    /// `None` once all were read, so that their memory is not kept for as long as the subscription is open.
    first: Option<Pin<Box<F>>>,
    /// `None` for a normal end.
    rest: Option<Source<T>>,
}

impl<T, F> Preceded<T, F> {
    pub(super) fn new(first: F, rest: Option<Source<T>>) -> Self {
        Self { first: Some(Box::pin(first)), rest }
    }
}

impl<T, F> Stream for Preceded<T, F>
where
    F: Stream<Item = Result<SourceItem<T>, Failure>>,
{
    type Item = Result<SourceItem<T>, Failure>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(first) = &mut self.first {
            if let Some(item) = ready!(first.as_mut().poll_next(task)) {
                return Poll::Ready(Some(item));
            }
            self.first = None;
        }
        match &mut self.rest {
            Some(rest) => rest.as_mut().poll_next(task),
            None => Poll::Ready(Some(Ok(SourceItem::End(End::normal())))),
        }
    }
}

/// A stream of events as a source. Its end is a normal end.
pub(super) struct Events<T>(Pin<Box<dyn Stream<Item = Event<T>> + Send>>);

impl<T> Events<T> {
    pub(super) fn new(events: impl Stream<Item = Event<T>> + Send + 'static) -> Self {
        Self(Box::pin(events))
    }
}

impl<T> Stream for Events<T> {
    type Item = Result<SourceItem<T>, Failure>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let event = ready!(self.0.as_mut().poll_next(task));
        Poll::Ready(Some(Ok(event.map_or_else(|| SourceItem::End(End::normal()), SourceItem::Event))))
    }
}

#[cfg(test)]
mod tests {
    use std::task::{Context, Poll, Waker};

    use futures_util::stream;

    use crate::subscription::{LagPolicy, SourceItem};
    use crate::{End, Event, Subscription, Topic};

    fn next(subscription: &mut Subscription<u8>) -> SourceItem<u8> {
        match subscription.poll_step(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Ok(item)) => item,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_events_that_are_kept_stay_shared() {
        let topic = Topic::new(8, LagPolicy::Close);
        let mut subscription = topic.subscribe().filtering(|event| event.body != 2);
        for number in [1, 2, 3] {
            topic.publish_now(Event::new(number));
        }
        topic.finish(&End::because(410, "gone"));
        for number in [1, 3] {
            assert!(matches!(next(&mut subscription), SourceItem::Shared(event) if event.event().body == number));
        }
        assert!(matches!(next(&mut subscription), SourceItem::End(end) if end.status == 410));
    }

    #[test]
    fn items_in_front_are_read_first_and_end_the_subscription_with_their_end() {
        let items = |end: Option<End>| {
            let end = end.map(|end| Ok(SourceItem::End(end)));
            stream::iter([Ok(SourceItem::Event(Event::new(1)))].into_iter().chain(end))
        };
        let topic = Topic::new(8, LagPolicy::Close);
        let mut subscription = topic.subscribe().preceded_by(items(None));
        topic.publish_now(Event::new(2));
        assert!(matches!(next(&mut subscription), SourceItem::Event(event) if event.body == 1));
        assert!(matches!(next(&mut subscription), SourceItem::Shared(event) if event.event().body == 2));

        let mut refused = topic.subscribe().preceded_by(items(Some(End::lagged())));
        let mut nothing = Subscription::none().preceded_by(items(None));
        for (subscription, end) in [(&mut refused, End::lagged()), (&mut nothing, End::normal())] {
            assert!(matches!(next(subscription), SourceItem::Event(event) if event.body == 1));
            assert!(matches!(next(subscription), SourceItem::End(other) if other == end));
            assert_eq!(subscription.end(), Some(&end));
        }
        let mut ended = refused.preceded_by(items(None));
        assert!(matches!(ended.poll_step(&mut Context::from_waker(Waker::noop())), Poll::Ready(Err(_))));
    }

    #[test]
    fn only_the_events_that_are_replaced_are_not_shared() {
        let topic = Topic::new(8, LagPolicy::Close);
        let replace = |event: &Event<u8>| (event.body == 2).then(|| Event::with_id("new", 20));
        let mut subscription = topic.subscribe().replacing(replace);
        for number in [1, 2, 3] {
            topic.publish_now(Event::new(number));
        }
        topic.finish(&End::because(410, "gone"));
        assert!(matches!(next(&mut subscription), SourceItem::Shared(event) if event.event().body == 1));
        assert!(matches!(next(&mut subscription), SourceItem::Event(event) if event == Event::with_id("new", 20)));
        assert!(matches!(next(&mut subscription), SourceItem::Shared(event) if event.event().body == 3));
        assert!(matches!(next(&mut subscription), SourceItem::End(end) if end.status == 410));
    }
}
