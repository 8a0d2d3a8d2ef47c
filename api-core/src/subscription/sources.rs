//! The sources of subscriptions: streams of items, and what is wrapped around them.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::dialect::End;
use crate::error::Failure;

use super::event::Event;
use super::published::SourceItem;

/// What a subscription reads.
pub(super) enum Source<T> {
    /// Any stream of items.
    Stream(Items<T>),
    /// The queue of a topic. Without its type, as events that are no `Sync` can be sent to other threads too.
    Topic(Box<dyn Queued<T> + Send>),
    /// A source, and a value that is dropped with it.
    Holding(Box<Holding<T>>),
}

/// Items from a queue, which knows whether it has more.
pub(super) trait Queued<T>: Stream<Item = Result<SourceItem<T>, Failure>> + Unpin {
    /// Returns whether the last poll has stored the task's waker, although it returned an item.
    fn is_waiting(&self) -> bool;
}

type Items<T> = Pin<Box<dyn Stream<Item = Result<SourceItem<T>, Failure>> + Send>>;

/// A source that owns a held value.
pub(super) struct Holding<T> {
    source: Source<T>,
    _value: Box<dyn Send>,
}

impl<T> Source<T> {
    pub(super) fn stream(items: impl Stream<Item = Result<SourceItem<T>, Failure>> + Send + 'static) -> Self {
        Self::Stream(Box::pin(items))
    }

    pub(super) fn holding(self, value: impl Send + 'static) -> Self {
        Self::Holding(Box::new(Holding { source: self, _value: Box::new(value) }))
    }

    pub(super) fn poll_next(&mut self, task: &mut Context<'_>) -> Poll<Option<Result<SourceItem<T>, Failure>>> {
        match self {
            Self::Stream(items) => items.as_mut().poll_next(task),
            Self::Topic(queue) => Pin::new(&mut **queue).poll_next(task),
            Self::Holding(holding) => holding.source.poll_next(task),
        }
    }

    /// Returns whether the last poll has stored the task's waker, although it returned an item: nothing else was ready.
    pub(super) fn is_waiting(&self) -> bool {
        match self {
            Self::Stream(_) => false,
            Self::Topic(queue) => queue.is_waiting(),
            Self::Holding(holding) => holding.source.is_waiting(),
        }
    }
}

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
            let item = match ready!(self.source.poll_next(task)) {
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
            Some(rest) => rest.poll_next(task),
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
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::task::{Context, Poll, Wake, Waker};

    use futures_util::stream;

    use crate::subscription::{LagPolicy, SourceItem};
    use crate::{End, Event, Subscription, Topic};

    /// Notes that it was woken.
    #[derive(Default)]
    struct Bell(AtomicBool);

    impl Wake for Bell {
        fn wake(self: Arc<Self>) {
            self.0.store(true, Ordering::Relaxed);
        }
    }

    fn next(subscription: &mut Subscription<u8>) -> SourceItem<u8> {
        match subscription.poll_step(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Ok(item)) => item,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_topic_tells_with_an_item_whether_another_is_ready() {
        let held = |topic: &Topic<u8>| topic.subscribe().holding(1);
        for subscribe in [Topic::subscribe, held] {
            let topic = Topic::new(8, LagPolicy::Close);
            let mut subscription = subscribe(&topic);
            topic.publish_now(Event::new(1));
            topic.publish_now(Event::new(2));
            let waiting = [1, 2].map(|number| {
                assert!(matches!(next(&mut subscription), SourceItem::Shared(event) if event.event().body == number));
                subscription.is_waiting()
            });
            assert_eq!(waiting, [false, true]);
        }
        let topic = Topic::new(8, LagPolicy::Close);
        let mut last = topic.subscribe();
        topic.publish_now(Event::new(3));
        topic.finish(&End::normal());
        assert!(matches!(next(&mut last), SourceItem::Shared(_)));
        assert!(!last.is_waiting(), "its end is ready");
        assert!(matches!(next(&mut last), SourceItem::End(_)));
    }

    #[test]
    fn an_item_after_the_last_wakes_the_task_that_took_it() {
        let topic = Topic::new(8, LagPolicy::Close);
        let mut subscription = topic.subscribe();
        topic.publish_now(Event::new(1));
        let bell = Arc::new(Bell::default());
        let waker = Waker::from(bell.clone());
        assert!(subscription.poll_step(&mut Context::from_waker(&waker)).is_ready());
        assert!(subscription.is_waiting() && !bell.0.load(Ordering::Relaxed));
        topic.publish_now(Event::new(2));
        assert!(bell.0.load(Ordering::Relaxed));
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
