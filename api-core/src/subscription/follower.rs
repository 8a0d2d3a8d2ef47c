//! One subscription to a topic: its first events, then those of its queue.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::error::Failure;

use super::event::Event;
use super::published::{Published, SourceItem};
use super::queue::Queue;
use super::sources::Queued;

/// The source of one subscription to a topic.
pub(super) struct Follower<T> {
    first: First<T>,
    pub(super) queue: Arc<Queue<Arc<Published<T>>>>,
    is_waiting: bool,
}

impl<T> Follower<T> {
    pub(super) fn new(first: First<T>, queue: Arc<Queue<Arc<Published<T>>>>) -> Self {
        Self { first, queue, is_waiting: false }
    }
}

/// The items before those of the queue.
pub(super) enum First<T> {
    Nothing,
    /// Events of the history.
    Shared(VecDeque<Arc<Published<T>>>),
    /// Events for this subscriber alone.
    Own(Box<dyn Iterator<Item = Event<T>> + Send>),
}

impl<T> First<T> {
    pub(super) fn own(events: impl IntoIterator<Item = Event<T>, IntoIter: Send + 'static>) -> Self {
        Self::Own(Box::new(events.into_iter()))
    }

    fn next(&mut self) -> Option<SourceItem<T>> {
        let item = match self {
            Self::Nothing => return None,
            Self::Shared(events) => events.pop_front().map(SourceItem::Shared),
            Self::Own(events) => events.next().map(SourceItem::Event),
        };
        if item.is_none() {
            // The memory of a snapshot is not kept for as long as the subscription is open.
            *self = Self::Nothing;
        }
        item
    }
}

impl<T> Stream for Follower<T> {
    type Item = Result<SourceItem<T>, Failure>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.is_waiting = false;
        if let Some(item) = self.first.next() {
            return Poll::Ready(Some(Ok(item)));
        }
        self.queue.poll(task).map(|item| {
            Some(Ok(match item {
                Ok((published, is_waiting)) => {
                    self.is_waiting = is_waiting;
                    SourceItem::Shared(published)
                }
                Err(end) => SourceItem::End(end),
            }))
        })
    }
}

impl<T> Queued<T> for Follower<T> {
    fn is_waiting(&self) -> bool {
        self.is_waiting
    }
}

impl<T> Drop for Follower<T> {
    fn drop(&mut self) {
        self.queue.abandon();
    }
}
